using System.Diagnostics.Metrics;
using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Telehealth.Media;
using Telehealth.Media.Dtls;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rooms;
using Telehealth.Media.Sdp;
using Telehealth.Media.Sending;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Visits.MediaLoop;

/// <summary>
/// The relay for the rest of the server: it opens the sockets at the start, and hands what others ask to the media thread by a bounded
/// queue. Every member may be used from any thread.
/// </summary>
internal sealed class RelayLoop(IOptions<MediaOptions> options, TimeProvider clock, IMeterFactory meters, ILogger<RelayLoop> logger)
    : IHostedService, IDisposable
{
    private const int MaxCommands = 1024;

    // A key that leaks is of use for a day's new connections at most; the answer carries the fingerprint, so nobody notices a change.
    private static readonly TimeSpan IdentityLife = TimeSpan.FromHours(24);

    private readonly Channel<MediaCommand> _commands = Channel.CreateBounded<MediaCommand>(
        new BoundedChannelOptions(MaxCommands) { SingleReader = true });
    private readonly RoomNotices _notices = new(logger);
    private readonly CancellationTokenSource _end = new();
    private Task _rotating = Task.CompletedTask;
    private MediaPorts? _ports;
    private DtlsIdentity? _identity;
    private Relay? _relay;
    private MediaThread? _thread;

    /// <summary>
    /// What happens in the rooms, oldest first. One reader. When it falls behind by 4,096 the oldest are dropped, counted and logged.
    /// </summary>
    public ChannelReader<RoomNotice> Notices => _notices.Reader;

    /// <summary>What the relay has done; null before the start.</summary>
    public MediaCounters? Counters => _relay?.Counters;

    /// <summary>How long datagrams stayed in the relay; null before the start.</summary>
    public TransitHistogram? Transit => _thread?.Transit;

    /// <summary>Exceptions in the media thread, most of which cost one peer some packets and nobody else anything.</summary>
    public long Faults => _thread?.Faults ?? 0;

    /// <summary>Datagrams that the system would not send.</summary>
    public long SendFailures => _ports?.Udp.SendFailures ?? 0;

    /// <summary>Datagrams that were given up, because the system, or a connection, took none for too long.</summary>
    public long SendOverflows => (_ports?.Udp.SendOverflows ?? 0) + (_ports?.Tcp?.SendOverflows ?? 0);

    /// <summary>Frames of connections that came faster than the relay took them.</summary>
    public long ReceiveOverflows => _ports?.Tcp?.Frames.Dropped ?? 0;

    /// <summary>Connections now, and how many were not let in.</summary>
    public (int Open, long Refused) Connections => (_ports?.Tcp?.Connections ?? 0, _ports?.Tcp?.Refused ?? 0);

    /// <summary>Where the relay listens for UDP; null before the start.</summary>
    public IPEndPoint? LocalEndPoint => _ports?.Udp.LocalEndPoint;

    /// <summary>Where it listens for TCP; null before the start, and when it does not.</summary>
    public IPEndPoint? TcpEndPoint => _ports?.Tcp?.LocalEndPoint;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ports = MediaPorts.Open(options.Value, clock, logger);
        _identity = DtlsIdentity.Create(clock.GetUtcNow());
        _relay = new(_ports.RelayOptions, _identity, new CryptographicRandom());
        _thread = new(_relay, _ports.Udp, _ports.Tcp, _commands.Reader, _notices, logger);
        MediaMetrics.Publish(meters, this, _relay.Counters, _thread.Transit);
        _thread.Start();
        _ports.Start(logger);
        _rotating = Ticking.Every(IdentityLife, RotateIdentity, logger, _end.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_thread is not { } thread) return;
        // In this order: what is posted before the end is answered, and nothing is posted after it.
        await _end.CancelAsync();
        await _rotating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _commands.Writer.TryComplete();
        var hasEnded = await Task.Run(thread.Stop, cancellationToken);
        // The thread sends by the connections: it ends first.
        if (_ports?.Tcp is { } tcp) await tcp.Stop().WaitAsync(cancellationToken);
        if (hasEnded) logger.Stopped();
        else logger.SlowStop();
    }

    /// <summary>
    /// Tells of a seat, so that <see cref="NegotiateSeat"/> takes its offers. False when it was taken away as of this version or a later
    /// one, the room was closed, or the relay knows of too many seats.
    /// </summary>
    public Task<bool> Admit(string room, string peer, long version = 0, CancellationToken cancellationToken = default) =>
        Ask((relay, now) => relay.Admit(room, peer, version, now), cancellationToken);

    /// <summary>
    /// Has the relay answer an offer for a seat that it was told of, and not for one that was taken away since: <c>media.no_seat</c> then.
    /// A room or peer id that is not an id faults the task: that is the caller's bug.
    /// </summary>
    public Task<NegotiationOutcome> NegotiateSeat(
        string room, string peer, string offerSdp, IReadOnlyList<SourceOfMid> sources, CancellationToken cancellationToken = default) =>
        Negotiate(room, peer, offerSdp, sources, opensSeat: false, cancellationToken);

    /// <summary>
    /// As <see cref="NegotiateSeat"/>, for a caller who tells of no seats: the offer itself tells of its seat. A closed room stays closed.
    /// </summary>
    public Task<NegotiationOutcome> Negotiate(
        string room, string peer, string offerSdp, IReadOnlyList<SourceOfMid> sources, CancellationToken cancellationToken = default) =>
        Negotiate(room, peer, offerSdp, sources, opensSeat: true, cancellationToken);

    /// <summary>Asks how a peer's connection does; null when it has no seat.</summary>
    public Task<PeerStatistics?> StatisticsOf(string room, string peer, CancellationToken cancellationToken = default) =>
        Ask((relay, _) => relay.StatisticsOf(room, peer), cancellationToken);

    /// <summary>Holds a track back from everybody, or lets it through again; false when the peer has no seat.</summary>
    public Task<bool> Mute(string room, string peer, TrackSource source, bool isMuted, CancellationToken cancellationToken = default) =>
        Ask((relay, now) => relay.Mute(room, peer, source, isMuted, now), cancellationToken);

    /// <summary>Says what a peer has on its screen, all of it, or null for everything; false when the peer has no seat.</summary>
    public Task<bool> Subscribe(
        string room,
        string peer,
        IReadOnlyList<VideoSubscription>? subscriptions,
        CancellationToken cancellationToken = default) =>
        Ask((relay, now) => relay.Subscribe(room, peer, subscriptions, now), cancellationToken);

    /// <summary>Lets a listener hear an interpreter alone, or null for everybody; false when the listener has no seat.</summary>
    public Task<bool> ListenTo(string room, string listener, string? interpreter, CancellationToken cancellationToken = default) =>
        Ask((relay, now) => relay.ListenTo(room, listener, interpreter, now), cancellationToken);

    /// <summary>Says whether a peer's microphone is on, so that silence on the wire is noticed.</summary>
    public ValueTask ExpectSound(string room, string peer, bool isExpected, CancellationToken cancellationToken = default) =>
        Send((relay, now, _) => relay.ExpectSound(room, peer, isExpected, now), cancellationToken);

    public ValueTask AddCandidate(string room, string peer, string candidate, CancellationToken cancellationToken = default) =>
        Send((relay, _, _) => relay.AddRemoteCandidate(room, peer, candidate), cancellationToken);

    /// <summary>Takes a seat away, whatever was told of it.</summary>
    public ValueTask RemovePeer(string room, string peer, CancellationToken cancellationToken = default) =>
        Send((relay, now, sink) => relay.RemovePeer(room, peer, now, sink), cancellationToken);

    /// <summary>
    /// Takes a seat away as of a version: one that was taken later stays, and one that was taken before is not told of any more.
    /// </summary>
    public ValueTask RemovePeer(string room, string peer, long version, CancellationToken cancellationToken = default) =>
        Send((relay, now, sink) => relay.RemovePeer(room, peer, now, sink, version), cancellationToken);

    /// <summary>Takes all seats of a room away; it does not open again.</summary>
    public ValueTask CloseRoom(string room, CancellationToken cancellationToken = default) =>
        Send((relay, now, sink) => relay.CloseRoom(room, now, sink), cancellationToken);

    /// <summary>Has connections that begin from now on see another certificate; those that stand keep theirs.</summary>
    internal async Task RotateIdentity(CancellationToken cancellationToken)
    {
        var next = DtlsIdentity.Create(clock.GetUtcNow());
        await Send((relay, _, _) => Use(next, relay), cancellationToken);
    }

    /// <summary>Ends everything; again is nothing, for a container disposes of what stands in it twice two times.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _commands.Writer.TryComplete();
        if (_thread is { } thread && !thread.Stop())
        {
            // It goes on with what it has: freeing what is in use would be worse than losing it.
            return;
        }
        _relay?.Dispose();
        _identity?.Dispose();
        _ports?.Dispose();
    }

    // On the media thread, between its connections: they need an identity while they are made only.
    private void Use(DtlsIdentity next, Relay relay)
    {
        relay.Rotate(next);
        _identity!.Dispose();
        _identity = next;
    }

    // The offer is read here: a long one takes a millisecond, and the media thread has everybody's packets to send in that time.
    private Task<NegotiationOutcome> Negotiate(
        string room, string peer, string offerSdp, IReadOnlyList<SourceOfMid> sources, bool opensSeat,
        CancellationToken cancellationToken) =>
        SdpOffer.TryParse(offerSdp, out var offer, out var refusal)
            ? Ask(
                (relay, now) =>
                {
                    if (opensSeat) relay.Admit(room, peer, 0, now);
                    return relay.Negotiate(room, peer, offer, sources, now);
                },
                cancellationToken)
            : Task.FromResult<NegotiationOutcome>(new NegotiationOutcome.Refused(refusal));

    private async Task<TAnswer> Ask<TAnswer>(Func<Relay, TimeSpan, TAnswer> question, CancellationToken cancellationToken)
    {
        var command = new MediaQuestion<TAnswer>(question);
        await Post(command, cancellationToken);
        return await command.Answer.WaitAsync(cancellationToken);
    }

    private ValueTask Send(Action<Relay, TimeSpan, IDatagramSink> command, CancellationToken cancellationToken) =>
        Post(new OneWayMediaCommand(command), cancellationToken);

    // A full queue makes the caller wait: a lost command would leave a peer in its seat.
    private async ValueTask Post(MediaCommand command, CancellationToken cancellationToken)
    {
        await _commands.Writer.WriteAsync(command, cancellationToken);
        _ports?.Udp.Wake();
    }
}
