using System.Threading.Channels;
using Telehealth.Media;
using Telehealth.Media.Dtls;
using Telehealth.Media.Rooms;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Visits.MediaLoop.Sockets;
using Telehealth.Server.Visits.MediaLoop.Tcp;

namespace Telehealth.Server.Visits.MediaLoop;

/// <summary>
/// One media thread with all that it alone touches: a relay, a UDP socket, a lane of the TCP port, a certificate. What others ask comes by
/// a bounded queue. Every member may be used from any thread.
/// </summary>
internal sealed class RelayLoop(int number, RoomNotices notices, TimeProvider clock, ILogger logger) : IDisposable
{
    private const int MaxCommands = 1024;

    // A key that leaks is of use for a day's new connections at most; the answer carries the fingerprint, so nobody notices a change.
    private static readonly TimeSpan IdentityLife = TimeSpan.FromHours(24);

    private readonly Channel<MediaCommand> _commands = Channel.CreateBounded<MediaCommand>(
        new BoundedChannelOptions(MaxCommands) { SingleReader = true });
    private readonly CancellationTokenSource _end = new();
    private Task _rotating = Task.CompletedTask;
    private MediaSocket? _udp;
    private TcpLane? _tcp;
    private DtlsIdentity? _identity;
    private Relay? _relay;
    private MediaThread? _thread;

    /// <summary>What its relay has done; null before the start.</summary>
    public MediaCounters? Counters => _relay?.Counters;

    /// <summary>How long datagrams stayed in its relay; null before the start.</summary>
    public TransitHistogram? Transit => _thread?.Transit;

    /// <summary>Exceptions in its thread, most of which cost one peer some packets and nobody else anything.</summary>
    public long Faults => _thread?.Faults ?? 0;

    /// <summary>Whether its thread has not come round for seconds: its rooms stand still.</summary>
    public bool IsStalled => _thread?.IsStalled == true;

    /// <summary>Whether its thread did not end, so that what it uses must stay.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Datagrams that the system would not send.</summary>
    public long SendFailures => _udp?.SendFailures ?? 0;

    /// <summary>Datagrams that were given up, because the system, or a connection, took none for too long.</summary>
    public long SendOverflows => (_udp?.SendOverflows ?? 0) + (_tcp?.SendOverflows ?? 0);

    /// <summary>Frames of connections that came faster than the relay took them.</summary>
    public long ReceiveOverflows => _tcp?.Frames.Dropped ?? 0;

    /// <summary>Begins with sockets that are its own from now on; once.</summary>
    public void Start(MediaSocket udp, TcpLane? tcp, RelayOptions options)
    {
        (_udp, _tcp) = (udp, tcp);
        _identity = DtlsIdentity.Create(clock.GetUtcNow());
        _relay = new(options, _identity, new CryptographicRandom());
        _thread = new(_relay, udp, tcp, _commands.Reader, notices, logger);
        _thread.Start(number);
        _rotating = Ticking.Every(IdentityLife, RotateIdentity, logger, _end.Token);
    }

    /// <summary>
    /// Ends the thread: what was posted before is answered, and nothing is taken after it. False when it does not end in time.
    /// </summary>
    public async Task<bool> Stop(CancellationToken cancellationToken)
    {
        await _end.CancelAsync();
        await _rotating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _commands.Writer.TryComplete();
        return _thread is not { } thread || await Task.Run(thread.Stop, cancellationToken);
    }

    /// <summary>Asks its relay, and waits for the answer.</summary>
    public async Task<TAnswer> Ask<TAnswer>(Func<Relay, TimeSpan, TAnswer> question, CancellationToken cancellationToken)
    {
        var command = new MediaQuestion<TAnswer>(question);
        await Post(command, cancellationToken);
        return await command.Answer.WaitAsync(cancellationToken);
    }

    /// <summary>Has its relay do something, for which nobody waits.</summary>
    public async ValueTask Send(Action<Relay, TimeSpan, IDatagramSink> command, CancellationToken cancellationToken)
    {
        try
        {
            await Post(new OneWayMediaCommand(command), cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // The relay has ended, and everybody's connection with it.
        }
    }

    /// <summary>Has connections that begin from now on see another certificate; those that stand keep theirs.</summary>
    internal async Task RotateIdentity(CancellationToken cancellationToken)
    {
        var next = DtlsIdentity.Create(clock.GetUtcNow());
        await Send((relay, _, _) => Use(next, relay), cancellationToken);
    }

    /// <summary>Ends it; again is nothing.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _commands.Writer.TryComplete();
        // A thread that does not end goes on with what it has: freeing what is in use would be worse than losing it.
        IsLost = _thread is { } thread && !thread.Stop();
        if (IsLost) return;
        _relay?.Dispose();
        _identity?.Dispose();
        _udp?.Dispose();
    }

    // On the media thread, between its connections: they need an identity while they are made only.
    private void Use(DtlsIdentity next, Relay relay)
    {
        relay.Rotate(next);
        _identity!.Dispose();
        _identity = next;
    }

    // A full queue makes the caller wait: a lost command would leave a peer in its seat.
    private async ValueTask Post(MediaCommand command, CancellationToken cancellationToken)
    {
        await _commands.Writer.WriteAsync(command, cancellationToken);
        _udp?.Wake();
    }
}
