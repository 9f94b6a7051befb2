using System.Diagnostics;
using System.Threading.Channels;
using Telehealth.Media.Rooms;
using Telehealth.Server.Visits.MediaLoop.Sockets;
using Telehealth.Server.Visits.MediaLoop.Tcp;

namespace Telehealth.Server.Visits.MediaLoop;

/// <summary>
/// The one thread that touches its loop's relay. A turn: wait, take one batch, let the relay answer, flush; then what others asked for,
/// then what time asks for. A fault is logged and counted, and the thread goes on with its rooms as they are.
/// </summary>
internal sealed class MediaThread(
    Relay relay, MediaSocket socket, TcpLane? tcp, ChannelReader<MediaCommand> commands, RoomNotices notices, ILogger logger)
{
    // A turn takes a second at most when nothing is wrong: MediaSocket waits no longer.
    private static readonly TimeSpan StalledAfter = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MinFaultLogInterval = TimeSpan.FromSeconds(1);

    // Commands of one turn: with each a packet waits longer, and a negotiation takes about a millisecond.
    private const int MaxCommandsPerTurn = 16;

    // A tick looks at every peer: in a full relay some peer is nearly always due.
    private static readonly TimeSpan TickGrain = TimeSpan.FromMilliseconds(1);

    private readonly MediaSink _sink = new(socket, tcp);
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private long _turnedAt = Stopwatch.GetTimestamp();
    private long _faults;
    private Thread? _thread;
    private volatile bool _isStopping;
    private TimeSpan _tickedAt = -TickGrain;
    private TimeSpan _faultLoggedAt = -MinFaultLogInterval;

    /// <summary>How long datagrams stayed in the relay.</summary>
    public TransitHistogram Transit { get; } = new();

    /// <summary>Exceptions that reached the thread, and those that the relay kept to one peer's work.</summary>
    public long Faults => Volatile.Read(ref _faults) + relay.Counters.Faults;

    /// <summary>Whether a turn has taken so long that something holds the thread. From any thread.</summary>
    public bool IsStalled => Stopwatch.GetElapsedTime(Volatile.Read(ref _turnedAt)) > StalledAfter;

    private bool HasFrames => tcp?.Frames.HasFrames == true;

    private bool HasWork => HasFrames || commands.TryPeek(out _);

    private TimeSpan Now => Stopwatch.GetElapsedTime(_startedAt);

    private TimeSpan NextTick => relay.NextTick > _tickedAt + TickGrain ? relay.NextTick : _tickedAt + TickGrain;

    /// <summary>Begins; the number tells it from the others in a debugger.</summary>
    public void Start(int number)
    {
        _thread = new(Run) { Name = $"media {number}", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Ends the thread and waits for it; false when it does not end in time. Again is the same.</summary>
    public bool Stop()
    {
        _isStopping = true;
        socket.Wake();
        return _thread?.Join(StopPatience) ?? true;
    }

    private void Run()
    {
        _ = ShortTurns.TryAsk();
        while (!_isStopping)
        {
            try
            {
                RunOnce();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                NoteFault(error);
            }
        }
        EndAll();
    }

    private void RunOnce()
    {
        Volatile.Write(ref _turnedAt, Stopwatch.GetTimestamp());
        var isReadable = socket.Wait(HasWork ? TimeSpan.Zero : NextTick - Now);
        if (isReadable || HasFrames) TakeBurst(isReadable);
        for (var i = 0; i < MaxCommandsPerTurn && commands.TryRead(out var command); i++) Execute(command);
        if (Now >= NextTick)
        {
            _tickedAt = Now;
            relay.Tick(_tickedAt, _sink);
        }
        _sink.Flush();
        while (relay.TryTakeNotice(out var notice)) notices.Publish(notice);
        if (relay.TakeFault() is { } fault) Log(fault);
    }

    private void TakeBurst(bool isReadable)
    {
        var taken = Now;
        var count = TakeBatch(isReadable, taken);
        relay.EndBurst(Now, _sink);
        _sink.Flush();
        if (count > 0) Transit.Record(Now - taken, count);
    }

    private int TakeBatch(bool isReadable, TimeSpan now)
    {
        var count = isReadable ? socket.Receive() : 0;
        for (var i = 0; i < count; i++)
        {
            var datagram = socket.Received(i, out var from);
            relay.Receive(datagram, from, now, _sink);
        }
        // No more than by UDP, so that neither starves the other.
        for (var i = 0; i < MediaSocket.MaxBatch && HasFrames && tcp!.Frames.TryPeek(out var frame, out var from); i++, count++)
        {
            relay.Receive(frame, from, now, _sink);
            tcp.Frames.Release();
        }
        return count;
    }

    private void Execute(MediaCommand command)
    {
        try
        {
            command.Execute(relay, Now, _sink);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Whoever waits gets the fault; it is noted like any other.
            command.Fail(error);
            NoteFault(error);
        }
    }

    // A fault that comes with every packet must not fill the disk.
    private void NoteFault(Exception error)
    {
        _faults++;
        Log(error);
    }

    private void Log(Exception error)
    {
        if (Now - _faultLoggedAt < MinFaultLogInterval) return;
        _faultLoggedAt = Now;
        logger.Fault(error, Faults);
    }

    // Connections are not said goodbye to: after a restart of the server the browsers come back to their seats by themselves.
    private void EndAll()
    {
        while (commands.TryRead(out var command)) command.Cancel();
        while (relay.TryTakeNotice(out var notice)) notices.Publish(notice);
    }
}
