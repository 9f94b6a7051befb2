using System.Buffers.Binary;
using Telehealth.Media.Dtls;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Routing;

/// <summary>
/// A seat in a room: who sits there, what it publishes, what it receives, and the connection that carries both. The seat outlives
/// connections.
/// </summary>
internal sealed class Peer(Room room, string id, PeerTransport transport, Turn turn, Random random) : IDisposable
{
    private static readonly TimeSpan AfterConnecting = TimeSpan.FromSeconds(2);

    private readonly List<UpTrack> _up = [];
    private readonly List<DownTrack> _down = [];
    private readonly bool[] _muted = new bool[Enum.GetValues<TrackSource>().Length];
    private TimeSpan _connectedAt;
    private bool _isSoundExpected;
    private TimeSpan _reportAt = TimeSpan.MaxValue;
    private PeerLink? _link;
    private FaultTally _faults;
    private WorkBudget _work;

    public Room Room { get; } = room;
    public string Id { get; } = id;

    /// <summary>A short name of the peer within its room.</summary>
    public int Key { get; } = room.NextKey();

    public PeerTransport Transport { get; private set; } = transport;
    public PeerLink Link => _link ??= new(this);
    public TimeSpan Now => turn.Now;
    public RelayOptions Options => turn.Options;
    public List<UpTrack> Up => _up;
    public List<DownTrack> Down => _down;
    public bool CanSend => Transport.CanSend;

    /// <summary>How much more the peer may ask for just now.</summary>
    public ref WorkBudget Work => ref _work;

    /// <summary>To the peer and back, smoothed; null until a report has told it.</summary>
    public TimeSpan? RoundTrip { get; private set; }

    /// <summary>The source under which the relay itself speaks to this peer.</summary>
    public uint FeedbackSsrc { get; } = (uint)random.NextInt64(1, 1L << 32);

    /// <summary>What the peer has on its screen; null for everything.</summary>
    public IReadOnlyList<TrackWish>? Wishes { get; set; }

    /// <summary>Whose voice alone the peer hears of all microphones, or null.</summary>
    public string? Interpreter { get; set; }

    /// <summary>Some source of the peer's, as feedback wants to name one; 0 before any is known.</summary>
    public uint AnyUpSsrc
    {
        get
        {
            foreach (var track in _up)
                foreach (var layer in track.Layers)
                    if (layer.Ssrc is { } ssrc)
                        return ssrc;
            return 0;
        }
    }

    /// <summary>When this peer wants its next tick.</summary>
    public TimeSpan Due { get; private set; }

    public void WakeAt(TimeSpan due)
    {
        if (due < Due) Due = due;
        turn.WakeAt(due);
    }

    /// <summary>Puts a new connection in the seat. What was received on the old one's m-sections is gone with them.</summary>
    public void Replace(PeerTransport transport)
    {
        Transport.Close(turn);
        Transport.Dispose();
        Transport = transport;
        RoundTrip = null;
        Link.Restart(turn.Now);
        RemoveDownTracks(_ => true);
    }

    public void RemoveDownTracks(Predicate<DownTrack> which)
    {
        foreach (var track in _down)
            if (which(track))
                track.Unassign();
        _down.RemoveAll(which);
    }

    /// <summary>Counts a fault that this peer was part of; true when there are too many.</summary>
    public bool IsPartOfTooManyFaults(TimeSpan now) => _faults.Add(now);

    public void ReceiveDtls(ReadOnlySpan<byte> datagram, NetworkPath from)
    {
        if (!_work.TryRecords(DtlsRecords.CountOf(datagram), turn.Now))
        {
            turn.Counters.Drop(DropReason.RecordBudget);
            return;
        }
        Transport.ReceiveDtls(datagram, from, turn);
        NoticeChange();
        WakeAt(Transport.Tick(turn));
    }

    public void ReceiveRtp(ReadOnlySpan<byte> datagram)
    {
        if (!Transport.TryUnprotectRtp(datagram, turn.Plain, out var length))
        {
            turn.Counters.Drop(Transport.HasKeys ? DropReason.SrtpRejected : DropReason.NoKeys);
            return;
        }
        if (!_work.TryPacket(turn.Now))
        {
            turn.Counters.Drop(DropReason.PacketBudget);
            return;
        }
        if (!RtpHeader.TryParse(turn.Plain.AsSpan(0, length), out var header))
        {
            turn.Counters.Drop(DropReason.MalformedRtp);
            return;
        }
        if (TransportSequenceId() is var id and not 0 && header.TryGetExtension(id, out var number) && number.Length == 2)
            Link.NoteArrival(BinaryPrimitives.ReadUInt16BigEndian(number), turn.Now);
        var (track, layer) = Find(header);
        if (track is null || layer is null)
        {
            turn.Counters.Drop(DropReason.UnknownSource);
            return;
        }
        track.Receive(layer, header, turn);
    }

    public void ReceiveRtcp(ReadOnlySpan<byte> datagram)
    {
        if (!Transport.TryUnprotectRtcp(datagram, turn.Plain, out var length))
        {
            turn.Counters.Drop(Transport.HasKeys ? DropReason.SrtpRejected : DropReason.NoKeys);
            return;
        }
        if (!_work.TryFeedback(length, turn.Now))
        {
            turn.Counters.Drop(DropReason.FeedbackBudget);
            return;
        }
        ReadOnlySpan<byte> rest = turn.Plain.AsSpan(0, length);
        while (RtcpPacket.TryTake(ref rest, out var packet)) PeerFeedback.Receive(packet, this, turn);
        if (!rest.IsEmpty) turn.Counters.Drop(DropReason.MalformedRtcp);
    }

    public void NoteRoundTrip(TimeSpan sample) =>
        RoundTrip = RoundTrip is { } before ? before + (sample - before) / 8 : sample;

    public (UpTrack? Track, Layer? Layer) FindUp(uint ssrc)
    {
        foreach (var track in _up)
            if (track.Find(ssrc) is { } layer)
                return (track, layer);
        return (null, null);
    }

    public DownTrack? FindDown(uint ssrc)
    {
        foreach (var track in _down)
            if (track.Ssrc == ssrc)
                return track;
        return null;
    }

    public bool IsMuted(TrackSource source) => _muted[(int)source];

    /// <summary>Holds a track back from everybody, or lets it through again.</summary>
    public void Mute(TrackSource source, bool isMuted)
    {
        _muted[(int)source] = isMuted;
        if (isMuted && source == TrackSource.Microphone) Room.Speaking.Remove(Key);
        foreach (var peer in Room.Peers) peer.Link.ShareNow();
    }

    /// <summary>Whether the peer says that its microphone is on: then silence on the wire is a fault.</summary>
    public void ExpectSound(bool isExpected)
    {
        _isSoundExpected = isExpected;
        _connectedAt = turn.Now;
    }

    public bool IsExpectedSoundMissing(TimeSpan now, TimeSpan patience)
    {
        if (!_isSoundExpected || now - _connectedAt < patience + AfterConnecting) return false;
        var microphone = _up.Find(track => track.Source == TrackSource.Microphone);
        return microphone is not null && now - microphone.Layers[0].LastAt > patience;
    }

    /// <summary>The worst share of packets that got lost on the way from the peer lately, 0 to 1.</summary>
    public double LossFromPeer(TimeSpan now)
    {
        var worst = 0.0;
        foreach (var track in _up)
            foreach (var layer in track.Layers)
                if (layer.IsLive(now))
                    worst = Math.Max(worst, layer.RecentLoss);
        return worst;
    }

    /// <summary>Starts a compound as RFC 3550 section 6.1 wants it: a report and who sends it. Then add, then send.</summary>
    public RtcpWriter BeginCompound(Turn current)
    {
        var writer = new RtcpWriter(current.Report);
        writer.TryWriteReceiverReport(FeedbackSsrc, []);
        writer.TryWriteSourceDescription(FeedbackSsrc, Relay.CanonicalName);
        return writer;
    }

    public void SendCompound(int length, Turn current) => Transport.SendRtcp(current.Report.AsSpan(0, length), current);

    /// <summary>Does what is due and sets <see cref="Due"/> anew.</summary>
    public void Tick()
    {
        if (turn.Now < Due) return;
        Due = TimeSpan.MaxValue;
        var due = Transport.Tick(turn);
        NoticeChange();
        foreach (var track in _up) due = Earlier(due, track.Tick(turn));
        due = Earlier(due, Link.Tick(turn));
        foreach (var track in _down)
        {
            if (track.OwedBye is not { } departed || !CanSend) continue;
            track.OwedBye = null;
            var writer = BeginCompound(turn);
            writer.TryWriteBye(departed);
            SendCompound(writer.Length, turn);
        }
        if (CanSend && turn.Now >= _reportAt)
        {
            _reportAt = turn.Now + turn.Options.ReportInterval;
            PeerReports.Send(this, turn);
        }
        due = Earlier(due, _reportAt);
        // Consent and the first check are watched to the second.
        WakeAt(Earlier(due, turn.Now + TimeSpan.FromSeconds(1)));
    }

    /// <summary>Looks whether the connection came or went, and tells the room.</summary>
    public void NoticeChange()
    {
        var change = Transport.TakeChange(turn.Now, turn.Options.ConnectTimeout, out var reason);
        if (change == true)
        {
            Room.Notify(new RoomNotice.PeerConnected(Room.Id, Id));
            // The first report comes soon, for the lips' sake, and not with everyone else's.
            _reportAt = turn.Now + TimeSpan.FromMilliseconds(random.Next(100, 400));
            foreach (var track in _down) track.Resume();
            foreach (var track in _up)
                foreach (var layer in track.Layers)
                    layer.WakeForWishes();
            _connectedAt = turn.Now;
            WakeAt(turn.Now);
        }
        else if (change == false)
        {
            _reportAt = TimeSpan.MaxValue;
            Room.Notify(new RoomNotice.PeerLost(Room.Id, Id, reason));
        }
    }

    /// <summary>Tells the peer that it is over: a BYE for each slot, and the end of DTLS.</summary>
    public void SayGoodbye()
    {
        var writer = BeginCompound(turn);
        foreach (var track in _down)
            if (track.Source is not null)
                writer.TryWriteBye(track.Ssrc);
        SendCompound(writer.Length, turn);
        Transport.Close(turn);
    }

    public PeerStatistics Statistics() =>
        new(
            CanSend, RoundTrip,
            [.. _up.Select(track => track.Statistics(turn.Now))], [.. _down.Select(slot => slot.Statistics())])
        {
            IsTcp = Transport.Ice.SelectedPath is { IsTcp: true },
            EstimateBitsPerSecond = Link.BitsPerSecond,
            LossToPeer = Link.Loss,
            IceTime = Transport.IceTime,
            DtlsTime = Transport.DtlsTime,
            Rung = Link.Rung,
        };

    public void Dispose() => Transport.Dispose();

    // In a bundle an extension has one id for all m-sections (RFC 8843 section 9.3).
    private byte TransportSequenceId()
    {
        foreach (var track in _up)
            if (track.TransportSequenceId is var id and not 0)
                return id;
        return 0;
    }

    // RFC 8843 section 9.2: a source that is known goes to its m-section; one that is not says by its mid where it belongs.
    private (UpTrack? Track, Layer? Layer) Find(in RtpHeader header)
    {
        if (FindUp(header.Ssrc) is { Layer: not null } known) return known;
        foreach (var track in _up)
            if (track.TryBind(header, turn.Now) is { } layer)
                return (track, layer);
        return (null, null);
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
