using Telehealth.Media.Dtls;
using Telehealth.Media.Peers;
using Telehealth.Media.Receiving;
using Telehealth.Media.Sdp;
using Telehealth.Media.Sending;
using Telehealth.Media.Stun;

namespace Telehealth.Media.Rooms;

/// <summary>
/// The media relay (an SFU, a selective forwarding unit; TURN's relays are not meant): rooms of peers, each with one encrypted
/// connection, all on one UDP port. It forwards packets and never decodes media. It is a value machine: datagrams and time go in,
/// datagrams come out through an <see cref="IDatagramSink"/>; it waits for nothing and owns no thread. One thread at a time may call
/// it. No datagram, whatever its bytes, makes it throw: an exception in the work for one peer stays there and is counted. A process may
/// have several, which share nothing but a <see cref="RelayCapacity"/>.
/// </summary>
/// <remarks>
/// A datagram finds its peer by address once a connectivity check has validated that address, and a check finds it by the user
/// name fragment (RFC 8445 section 7.3). RTP and DTLS are taken from validated addresses only, and media is sent only to an address
/// that has shown that it receives what is sent to it. What a received burst brings is
/// sent when the burst is over, receiver by receiver. Left out: recording, data channels, rooms over several relays.
/// </remarks>
public sealed class Relay : IDisposable
{
    private const int MaxIdLength = 64;
    private const int MaxSubscriptions = 64;

    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private readonly RelayOptions _options;
    private readonly SourceLimits _limits = new();
    private DtlsIdentity _identity;
    private readonly Random _random;
    private readonly RelayContext _context;
    private readonly Seating _seating;
    private readonly ConnectivityChecks _checks;
    private readonly Queue<RoomNotice> _notices = new();

    /// <summary>Makes an empty relay.</summary>
    /// <param name="options">Its addresses and limits.</param>
    /// <param name="identity">The certificate of all its connections; the caller disposes of it after the relay.</param>
    /// <param name="cryptographicRandom">For ICE passwords and source numbers: it must not be predictable.</param>
    public Relay(RelayOptions options, DtlsIdentity identity, Random cryptographicRandom)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(options.AdvertisedAddresses.Count, nameof(options));
        _options = options;
        _identity = identity;
        _random = cryptographicRandom;
        _context = new(options, Counters);
        _seating = new(_context, _notices, cryptographicRandom);
        _checks = new(_seating.Index, _context);
    }

    /// <summary>What the relay has done since its start. Any thread may read.</summary>
    public MediaCounters Counters { get; } = new();

    /// <summary>When <see cref="Tick"/> wants to be called: every call into the relay may bring it forward.</summary>
    public TimeSpan NextTick => _context.Due;

    /// <summary>
    /// Tells of a seat, for which offers are taken from now on until <see cref="RemovePeer"/> or <see cref="CloseRoom"/>. Again is
    /// nothing, but may bring a later version.
    /// </summary>
    /// <param name="room">1 to 64 letters, digits, hyphens or underscores; otherwise the caller has a bug and gets an exception.</param>
    /// <param name="peer">As the room.</param>
    /// <param name="version">As of when the seat is taken: what is told of one
    /// seat may come in any order, and the highest version decides.</param>
    /// <param name="now">Monotonic time.</param>
    /// <returns>False when the seat was taken away as of this version or a later one, the room was closed, or eight seats for each
    /// peer that the relay may have are told of.</returns>
    public bool Admit(string room, string peer, long version, TimeSpan now)
    {
        RequireId(room, nameof(room));
        RequireId(peer, nameof(peer));
        _context.Begin(now, null);
        return _seating.Told.TryTake(room, peer, version, now);
    }

    /// <summary>
    /// Takes a peer's offer: its first, a later one of the same connection (which may restart ICE), or the first of a new
    /// connection in the same seat. Only for a seat that <see cref="Admit"/> told of; the first offer of a room opens it.
    /// </summary>
    /// <param name="room">1 to 64 letters, digits, hyphens or underscores; otherwise the caller has a bug and gets an exception.</param>
    /// <param name="peer">As the room; unique in it, and what others see as the participant's id.</param>
    /// <param name="offerSdp">Any text.</param>
    /// <param name="sources">What the sending m-sections publish; one that is not named is a microphone or a camera.</param>
    /// <param name="now">Monotonic time.</param>
    /// <returns>The answer, or a refusal after which everything is as before.</returns>
    public NegotiationOutcome Negotiate(string room, string peer, string offerSdp, IReadOnlyList<SourceOfMid> sources, TimeSpan now) =>
        SdpOffer.TryParse(offerSdp, out var offer, out var refusal)
            ? Negotiate(room, peer, offer, sources, now)
            : new NegotiationOutcome.Refused(refusal);

    /// <summary>Takes an offer that was read before: to read a long one takes as long as a hundred packets.</summary>
    /// <param name="room">The room.</param>
    /// <param name="peer">The peer.</param>
    /// <param name="offer">The offer.</param>
    /// <param name="sources">As above.</param>
    /// <param name="now">Monotonic time.</param>
    /// <returns>As above.</returns>
    public NegotiationOutcome Negotiate(string room, string peer, SdpOffer offer, IReadOnlyList<SourceOfMid> sources, TimeSpan now)
    {
        RequireId(room, nameof(room));
        RequireId(peer, nameof(peer));
        _context.Begin(now, null);
        if (!_seating.Told.Holds(room, peer)) return new NegotiationOutcome.Refused(MediaRefusal.NoSeat);
        var (plan, refusal) = PublishPlan.Make(offer, sources, _options.MaxUpTracksPerPeer);
        if (plan is null) return new NegotiationOutcome.Refused(refusal!);

        var seat = _seating.Find(room, peer);
        if (seat is null && _seating.TakePlace(room) is { } full) return new NegotiationOutcome.Refused(full);
        var isNewConnection = seat is null || !seat.Peer.Transport.IsSameConnection(offer);
        if (seat is null) seat = _seating.Seat(room, peer, () => NewTransport(offer));
        else if (isNewConnection) _seating.Reseat(seat, NewTransport(offer));
        else if (seat.Peer.Transport.Ice.IsRestart(offer.IceUfrag, offer.IcePassword)) _seating.RestartIce(seat, offer);

        var hasChanged = Negotiation.Publish(seat, plan, isNewConnection);
        Negotiation.Subscribe(seat, offer, _random);
        seat.Room.Assign(seat);
        if (hasChanged) seat.Room.AnnounceMediaOf(seat);
        seat.Room.AnnounceIfShort(seat);
        seat.Peer.WakeAt(now);
        return Negotiation.Answer(seat, offer, plan, _options);
    }

    /// <summary>
    /// Accepts a candidate that the peer has trickled, and ignores it: the relay learns the peer's address from the peer's own
    /// checks (RFC 8445 section 7.3.1.3), and a name such as <c>….local</c> is never resolved.
    /// </summary>
    /// <param name="room">The room.</param>
    /// <param name="peer">The peer.</param>
    /// <param name="candidate">The candidate line.</param>
    /// <returns>Whether the peer has a seat.</returns>
    public bool AddRemoteCandidate(string room, string peer, string candidate) => _seating.Find(room, peer) is not null;

    /// <summary>
    /// Takes a peer's seat away: it is told, its tracks leave the others' slots, and no offer is taken for it until it is told of again.
    /// Unknown ids change nothing.
    /// </summary>
    /// <param name="room">The room.</param>
    /// <param name="peer">The peer.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="sink">Where goodbyes go.</param>
    /// <param name="version">
    /// As of when it is empty: a seat that was taken later stays, and one that was taken before and is told of afterwards is not taken.
    /// Null empties it whatever was told.
    /// </param>
    public void RemovePeer(string room, string peer, TimeSpan now, IDatagramSink sink, long? version = null)
    {
        _context.Begin(now, sink);
        if (!_seating.Told.Empty(room, peer, version, now)) return;
        if (_seating.Find(room, peer) is not { } leaving) return;
        _seating.Unseat(leaving);
    }

    /// <summary>
    /// Takes all seats of a room away, for good: for ten minutes none is told of anew, and who closes a room does not use its id again.
    /// </summary>
    /// <param name="room">The room.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="sink">Where goodbyes go.</param>
    public void CloseRoom(string room, TimeSpan now, IDatagramSink sink)
    {
        _context.Begin(now, sink);
        _seating.Told.Close(room, now);
        _seating.Close(room);
    }

    /// <summary>Takes all seats of a room away. Unlike a closed room it opens again with the next seat that is told of.</summary>
    /// <param name="room">The room.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="sink">Where goodbyes go.</param>
    public void EmptyRoom(string room, TimeSpan now, IDatagramSink sink)
    {
        _context.Begin(now, sink);
        _seating.Told.Empty(room);
        _seating.Close(room);
    }

    /// <summary>Holds a track back from everybody, or lets it through again; it stays so through the peer's reconnections.</summary>
    /// <param name="room">The room.</param>
    /// <param name="peer">Who publishes.</param>
    /// <param name="source">Which track; one that is published later begins so.</param>
    /// <param name="isMuted">Whether it is held back.</param>
    /// <param name="now">Monotonic time.</param>
    /// <returns>Whether the peer has a seat.</returns>
    public bool Mute(string room, string peer, TrackSource source, bool isMuted, TimeSpan now)
    {
        _context.Begin(now, null);
        if (_seating.Find(room, peer) is not { } muted) return false;
        muted.Mute(source, isMuted);
        return true;
    }

    /// <summary>Says what a peer has on its screen, all of it; what is not named is not sent, but for audio.</summary>
    /// <param name="room">The room.</param>
    /// <param name="peer">Who watches.</param>
    /// <param name="subscriptions">At most 64; null for everything again.</param>
    /// <param name="now">Monotonic time.</param>
    /// <returns>Whether the peer has a seat.</returns>
    public bool Subscribe(string room, string peer, IReadOnlyList<VideoSubscription>? subscriptions, TimeSpan now)
    {
        _context.Begin(now, null);
        if (_seating.Find(room, peer) is not { } watcher) return false;
        watcher.Down.Subscriptions = subscriptions is null ? null : [.. subscriptions.Take(MaxSubscriptions)];
        watcher.Peer.Link.ShareNow();
        return true;
    }

    /// <summary>Lets a listener hear an interpreter instead of the floor: of all other microphones none is sent.</summary>
    /// <param name="room">The room.</param>
    /// <param name="listener">Who listens.</param>
    /// <param name="interpreter">Whose voice alone is heard; null for everybody's again.</param>
    /// <param name="now">Monotonic time.</param>
    /// <returns>Whether the listener has a seat.</returns>
    public bool ListenTo(string room, string listener, string? interpreter, TimeSpan now)
    {
        _context.Begin(now, null);
        if (_seating.Find(room, listener) is not { } seat) return false;
        seat.Down.Interpreter = interpreter;
        seat.Peer.Link.ShareNow();
        return true;
    }

    /// <summary>Says whether a peer's microphone is on, so that silence on the wire can be told from a fault.</summary>
    /// <param name="room">The room.</param>
    /// <param name="peer">Whose microphone.</param>
    /// <param name="isExpected">Whether audio should come.</param>
    /// <param name="now">Monotonic time.</param>
    public void ExpectSound(string room, string peer, bool isExpected, TimeSpan now)
    {
        _context.Begin(now, null);
        _seating.Find(room, peer)?.ExpectSound(isExpected);
    }

    /// <summary>Whether anything is known of a room but that it, or seats of it, are gone. It allocates nothing.</summary>
    /// <param name="room">The room.</param>
    public bool HasRoom(string room) => _seating.HasRoom(room);

    /// <summary>Uses another certificate for connections that begin from now on; those that stand keep theirs.</summary>
    /// <param name="identity">The caller disposes of it after the relay, and of the one before when its connections are over.</param>
    public void Rotate(DtlsIdentity identity) => _identity = identity;

    /// <summary>Takes a datagram from the network. What it brings for others goes out with <see cref="EndBurst"/>.</summary>
    /// <param name="datagram">Any bytes.</param>
    /// <param name="from">Where it came from.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="sink">Where datagrams go.</param>
    public void Receive(ReadOnlySpan<byte> datagram, NetworkPath from, TimeSpan now, IDatagramSink sink)
    {
        _context.Begin(now, sink);
        Counters.DatagramsReceived++;
        try
        {
            Receive(datagram, from);
        }
        catch (Exception fault) when (Faults.IsOfWork(fault))
        {
            _seating.Index.TryFind(from, out var seat);
            _context.Faults.Note(fault, seat?.Peer, null, _context.Now);
        }
    }

    /// <summary>Sends on what the datagrams since the last call have brought. Call it after each received batch.</summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="sink">Where datagrams go.</param>
    public void EndBurst(TimeSpan now, IDatagramSink sink)
    {
        _context.Begin(now, sink);
        while (_context.TryTakePending(out var room)) ForwardPending(room);
        if (_context.Faults.HasRepeated) GiveUpRepeated();
    }

    /// <summary>Does what time asks for: handshake repetitions, reports, requests to publishers, watching consent.</summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="sink">Where datagrams go.</param>
    /// <returns>When it wants to be called next; no later than needed, and calling early does no harm.</returns>
    public TimeSpan Tick(TimeSpan now, IDatagramSink sink)
    {
        _context.Begin(now, sink);
        if (now < _context.Due) return _context.Due;
        _context.ForgetDue();
        foreach (var room in _seating.Rooms)
        {
            room.Watch(now);
            _context.WakeAt(room.Due);
        }
        foreach (var seat in _seating.Seats)
        {
            Tick(seat);
            _context.WakeAt(seat.Peer.Due);
        }
        if (_context.Faults.HasRepeated) GiveUpRepeated();
        return _context.Due;
    }

    /// <summary>
    /// Takes the newest of the exceptions that stayed with single peers' work, for a log; null when there was none since the last call.
    /// </summary>
    public Exception? TakeFault() => _context.Faults.TakeNewest();

    /// <summary>Takes the next notice for the owners of rooms. Take all after every call, so that they do not pile up.</summary>
    /// <param name="notice">The notice.</param>
    public bool TryTakeNotice([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RoomNotice? notice) =>
        _notices.TryDequeue(out notice);

    /// <summary>How a peer's connection does, or null when it has no seat. It allocates: not for each packet.</summary>
    /// <param name="room">The room.</param>
    /// <param name="peer">The peer.</param>
    public PeerStatistics? StatisticsOf(string room, string peer) => _seating.Find(room, peer)?.Statistics();

    /// <summary>Frees every connection without a goodbye: <see cref="CloseRoom"/> says it.</summary>
    public void Dispose() => _seating.Dispose();

    private void Receive(ReadOnlySpan<byte> datagram, NetworkPath from)
    {
        var kind = DatagramKind.Classify(datagram);
        if (kind == DatagramKind.Unknown || datagram.Length > RelayContext.MaxDatagram)
        {
            Counters.Drop(DropReason.UnknownKind);
            return;
        }
        var isKnown = _seating.Index.TryFind(from, out var seat) && seat.Peer.Transport.Ice.IsValidated(from);
        if (!isKnown && !_limits.TryTake(from, _context.Now))
        {
            Counters.Drop(DropReason.Flood);
            return;
        }
        if (kind == DatagramKind.Stun)
        {
            if (!isKnown || seat!.Peer.Work.TryCheck(_context.Now)) _checks.Receive(datagram, from, isKnown ? seat : null);
            else Counters.Drop(DropReason.CheckBudget);
            return;
        }
        if (!isKnown)
        {
            Counters.Drop(DropReason.UnvalidatedPath);
            return;
        }
        switch (kind)
        {
            case DatagramKind.Dtls: seat!.ReceiveDtls(datagram, from); break;
            case DatagramKind.Rtp: seat!.ReceiveRtp(datagram); break;
            default: seat!.ReceiveRtcp(datagram); break;
        }
    }

    // Each room by itself: what goes wrong in one is nothing to the others.
    private void ForwardPending(IBurstForwarder room)
    {
        try
        {
            room.ForwardPending(_context);
        }
        catch (Exception fault) when (Faults.IsOfWork(fault))
        {
            _context.Faults.Note(fault, null, null, _context.Now);
        }
    }

    private void Tick(Seat seat)
    {
        try
        {
            seat.Tick();
        }
        catch (Exception fault) when (Faults.IsOfWork(fault))
        {
            _context.Faults.Note(fault, seat.Peer, null, _context.Now);
            seat.Peer.WakeAt(_context.Now + AfterFault);
        }
    }

    // The seat stays told of: whoever was only the other end of somebody's bad packets comes back with a new connection.
    private void GiveUpRepeated()
    {
        while (_context.Faults.TryTakeRepeated(out var peer))
        {
            if (_seating.Seats.Find(candidate => candidate.Peer == peer) is not { } seat) continue;
            Counters.PeersGivenUp++;
            seat.Room.Notify(new RoomNotice.PeerLost(seat.Room.Id, peer.Id, "media.fault"));
            _seating.Unseat(seat);
        }
    }

    private PeerTransport NewTransport(SdpOffer offer) => new(offer, _identity, _random, _context.Now, _options.Number);

    private static void RequireId(string id, string name)
    {
        if (id.Length is < 1 or > MaxIdLength || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new ArgumentException("An id has 1 to 64 letters, digits, hyphens or underscores.", name);
    }
}
