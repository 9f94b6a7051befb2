using System.Diagnostics.Metrics;
using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Telehealth.Media;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rooms;
using Telehealth.Media.Sdp;
using Telehealth.Media.Sending;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Visits.MediaLoop;

/// <summary>
/// The relay for the rest of the server: a loop for each media thread, and each room on one of them. It opens the sockets at the start, and
/// hands what others ask about a room to the room's loop. Every member may be used from any thread.
/// </summary>
internal sealed class RelayLoops : IHostedService, IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    // Longer than a relay remembers what is gone: what is told late must meet what was told before.
    private static readonly TimeSpan PlacedFor = TimeSpan.FromMinutes(11);

    // Of one question, while which packets wait.
    private const int RoomsOfOneQuestion = 256;

    private readonly MediaOptions _options;
    private readonly TimeProvider _clock;
    private readonly IMeterFactory _meters;
    private readonly ILogger _logger;
    private readonly RoomNotices _notices;
    private readonly RelayLoop[] _loops;
    private readonly RoomPlacement _placement;
    private readonly long _since;
    private readonly CancellationTokenSource _end = new();
    private Task _sweeping = Task.CompletedTask;
    private MediaPorts? _ports;

    public RelayLoops(IOptions<MediaOptions> options, TimeProvider clock, IMeterFactory meters, ILogger<RelayLoops> logger)
    {
        (_options, _clock, _meters, _logger, _since) = (options.Value, clock, meters, logger, clock.GetTimestamp());
        _notices = new(logger);
        _loops = [.. Enumerable.Range(0, _options.ThreadCount).Select(number => new RelayLoop(number, _notices, clock, logger))];
        _placement = new(_loops.Length, MaxPlaced(_options));
    }

    /// <summary>
    /// What happens in the rooms, those of one room oldest first. One reader. When it falls behind by 4,096 the oldest are dropped, counted
    /// and logged.
    /// </summary>
    public ChannelReader<RoomNotice> Notices => _notices.Reader;

    /// <summary>The loops, by their numbers.</summary>
    public IReadOnlyList<RelayLoop> Loops => _loops;

    /// <summary>How long datagrams stayed in the relay, on any loop; it is put together when asked for.</summary>
    public TransitHistogram Transit => TransitHistogram.Of(_loops.Select(loop => loop.Transit).OfType<TransitHistogram>());

    /// <summary>Exceptions in the media threads, most of which cost one peer some packets and nobody else anything.</summary>
    public long Faults => _loops.Sum(loop => loop.Faults);

    /// <summary>Datagrams that the system would not send.</summary>
    public long SendFailures => _loops.Sum(loop => loop.SendFailures);

    /// <summary>Datagrams that were given up, because the system, or a connection, took none for too long.</summary>
    public long SendOverflows => _loops.Sum(loop => loop.SendOverflows);

    /// <summary>Frames of connections that came faster than the relay took them.</summary>
    public long ReceiveOverflows => _loops.Sum(loop => loop.ReceiveOverflows);

    /// <summary>Connections now, and how many were not let in.</summary>
    public (int Open, long Refused) Connections => (_ports?.Tcp?.Connections ?? 0, _ports?.Tcp?.Refused ?? 0);

    /// <summary>Where the relay listens for UDP, by the loops' numbers; empty before the start.</summary>
    public IReadOnlyList<IPEndPoint> LocalEndPoints => [.. _ports?.Udp.Select(socket => socket.LocalEndPoint) ?? []];

    /// <summary>Where it listens for TCP; null before the start, and when it does not.</summary>
    public IPEndPoint? TcpEndPoint => _ports?.Tcp?.LocalEndPoint;

    /// <summary>Of how many rooms it is known on which loop they are.</summary>
    internal int PlacedRooms => _placement.Count;

    private TimeSpan Now => _clock.GetElapsedTime(_since);

    /// <summary>A figure of all loops together; 0 before the start.</summary>
    public long Total(Func<MediaCounters, long> figure) => _loops.Sum(loop => loop.Counters is { } counters ? figure(counters) : 0);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ports = MediaPorts.Open(_options, _clock, _logger);
        var capacity = new RelayCapacity(_options.MaxRooms, _options.MaxPeers);
        for (var i = 0; i < _loops.Length; i++)
            _loops[i].Start(_ports.Udp[i], _ports.Tcp?.Lanes[i], _ports.RelayOptionsOf(i, capacity));
        MediaMetrics.Publish(_meters, this);
        _ports.Start(_logger);
        _sweeping = Task.WhenAll(
            Enumerable.Range(0, _loops.Length)
                .Select(loop => Ticking.Every(SweepInterval, ct => ForgetGone(loop, ct), _logger, _end.Token)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_ports is null) return;
        await _end.CancelAsync();
        await _sweeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var ended = await Task.WhenAll(_loops.Select(loop => loop.Stop(cancellationToken)));
        _notices.End();
        // The threads send by the connections: they end first.
        if (_ports.Tcp is { } tcp) await tcp.Stop().WaitAsync(cancellationToken);
        if (ended.All(inTime => inTime)) _logger.Stopped();
        else _logger.SlowStop();
    }

    /// <summary>
    /// Tells of a seat, so that <see cref="NegotiateSeat"/> takes its offers. False when it was taken away as of this version or a later
    /// one, the room was closed, or the relay knows of too many seats.
    /// </summary>
    public Task<bool> Admit(string room, string peer, long version = 0, CancellationToken cancellationToken = default) =>
        Open(room)?.Ask((relay, now) => relay.Admit(room, peer, version, now), cancellationToken) ?? Task.FromResult(false);

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
        Ask(room, (relay, _) => relay.StatisticsOf(room, peer), cancellationToken);

    /// <summary>Holds a track back from everybody, or lets it through again; false when the peer has no seat.</summary>
    public Task<bool> Mute(string room, string peer, TrackSource source, bool isMuted, CancellationToken cancellationToken = default) =>
        Ask(room, (relay, now) => relay.Mute(room, peer, source, isMuted, now), cancellationToken);

    /// <summary>Says what a peer has on its screen, all of it, or null for everything; false when the peer has no seat.</summary>
    public Task<bool> Subscribe(
        string room,
        string peer,
        IReadOnlyList<VideoSubscription>? subscriptions,
        CancellationToken cancellationToken = default) =>
        Ask(room, (relay, now) => relay.Subscribe(room, peer, subscriptions, now), cancellationToken);

    /// <summary>Lets a listener hear an interpreter alone, or null for everybody; false when the listener has no seat.</summary>
    public Task<bool> ListenTo(string room, string listener, string? interpreter, CancellationToken cancellationToken = default) =>
        Ask(room, (relay, now) => relay.ListenTo(room, listener, interpreter, now), cancellationToken);

    /// <summary>Says whether a peer's microphone is on, so that silence on the wire is noticed.</summary>
    public ValueTask ExpectSound(string room, string peer, bool isExpected, CancellationToken cancellationToken = default) =>
        Send(room, (relay, now, _) => relay.ExpectSound(room, peer, isExpected, now), cancellationToken);

    public ValueTask AddCandidate(string room, string peer, string candidate, CancellationToken cancellationToken = default) =>
        Send(room, (relay, _, _) => relay.AddRemoteCandidate(room, peer, candidate), cancellationToken);

    /// <summary>Takes a seat away, whatever was told of it.</summary>
    public ValueTask RemovePeer(string room, string peer, CancellationToken cancellationToken = default) =>
        Send(room, (relay, now, sink) => relay.RemovePeer(room, peer, now, sink), cancellationToken);

    /// <summary>
    /// Takes a seat away as of a version: one that was taken later stays, and one that was taken before is not told of any more.
    /// </summary>
    public ValueTask RemovePeer(string room, string peer, long version, CancellationToken cancellationToken = default) =>
        SendGone(room, (relay, now, sink) => relay.RemovePeer(room, peer, now, sink, version), cancellationToken);

    /// <summary>Takes all seats of a room away; it opens again with the next seat that is told of.</summary>
    public ValueTask EmptyRoom(string room, CancellationToken cancellationToken = default)
    {
        _placement.EndWait(room);
        return Send(room, (relay, now, sink) => relay.EmptyRoom(room, now, sink), cancellationToken);
    }

    /// <summary>Takes all seats of a room away; it does not open again.</summary>
    public ValueTask CloseRoom(string room, CancellationToken cancellationToken = default)
    {
        _placement.EndWait(room);
        return SendGone(room, (relay, now, sink) => relay.CloseRoom(room, now, sink), cancellationToken);
    }

    /// <summary>Ends everything; again is nothing, for a container disposes of what stands in it twice two times.</summary>
    public void Dispose()
    {
        _end.Cancel();
        foreach (var loop in _loops) loop.Dispose();
        _notices.End();
        if (!_loops.Any(loop => loop.IsLost)) _ports?.Dispose();
    }

    /// <summary>Forgets where rooms were of which their loop knows nothing any more.</summary>
    internal async Task ForgetGone(int loop, CancellationToken cancellationToken)
    {
        var moment = Now - PlacedFor;
        foreach (var rooms in _placement.NotAskedSince(loop, moment).Chunk(RoomsOfOneQuestion))
        {
            var gone = await _loops[loop].Ask((relay, _) => Array.FindAll(rooms, room => !relay.HasRoom(room)), cancellationToken);
            _placement.Forget(gone, moment);
        }
    }

    // The seats that relays hold and those that they remember as gone: 8 for a peer, and 10,000.
    private static int MaxPlaced(MediaOptions options) => (int)Math.Min(int.MaxValue, (options.MaxPeers * 8L) + 10_000);

    // The offer is read here: a long one takes a millisecond, and the media thread has everybody's packets to send in that time.
    private async Task<NegotiationOutcome> Negotiate(
        string room, string peer, string offerSdp, IReadOnlyList<SourceOfMid> sources, bool opensSeat,
        CancellationToken cancellationToken)
    {
        if (!SdpOffer.TryParse(offerSdp, out var offer, out var refusal)) return new NegotiationOutcome.Refused(refusal);
        var loop = opensSeat ? Open(room) : LoopOf(room);
        if (loop is null) return new NegotiationOutcome.Refused(MediaRefusal.RelayFull);
        var outcome = await loop.Ask(
            (relay, now) =>
            {
                if (opensSeat) relay.Admit(room, peer, 0, now);
                return relay.Negotiate(room, peer, offer, sources, now);
            },
            cancellationToken);
        if (outcome is NegotiationOutcome.Answered) _placement.EndWait(room);
        return outcome;
    }

    private Task<TAnswer> Ask<TAnswer>(string room, Func<Relay, TimeSpan, TAnswer> question, CancellationToken cancellationToken) =>
        LoopOf(room).Ask(question, cancellationToken);

    private ValueTask Send(string room, Action<Relay, TimeSpan, IDatagramSink> command, CancellationToken cancellationToken) =>
        LoopOf(room).Send(command, cancellationToken);

    // What empties a room stands where it would be opened afterwards.
    private ValueTask SendGone(string room, Action<Relay, TimeSpan, IDatagramSink> command, CancellationToken cancellationToken) =>
        Place(room, awaitsSeat: false)?.Send(command, cancellationToken) ?? ValueTask.CompletedTask;

    private RelayLoop? Open(string room) => Place(room, awaitsSeat: true);

    private RelayLoop? Place(string room, bool awaitsSeat)
    {
        Span<int> seats = stackalloc int[_loops.Length];
        for (var i = 0; i < seats.Length; i++) seats[i] = _loops[i].IsStalled ? int.MaxValue : _loops[i].Counters?.Peers ?? 0;
        return _placement.Place(room, seats, awaitsSeat, Now) is >= 0 and var number ? _loops[number] : null;
    }

    // Of a room that is nowhere any loop says that nobody sits there.
    private RelayLoop LoopOf(string room) =>
        _placement.Find(room, Now) is >= 0 and var number ? _loops[number] : Array.Find(_loops, loop => !loop.IsStalled) ?? _loops[0];
}
