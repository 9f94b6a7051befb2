using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Routing;

/// <summary>
/// A seat in a room: who sits there, what it publishes, what it receives, and the connection that carries both. The seat outlives
/// connections.
/// </summary>
internal sealed class Peer(Room room, string id, PeerTransport transport, Turn turn, Random random) : IDisposable
{
    private readonly List<UpTrack> _up = [];
    private readonly List<DownTrack> _down = [];
    private TimeSpan _reportAt = TimeSpan.MaxValue;

    public Room Room { get; } = room;
    public string Id { get; } = id;
    public PeerTransport Transport { get; private set; } = transport;
    public RelayOptions Options => turn.Options;
    public List<UpTrack> Up => _up;
    public List<DownTrack> Down => _down;
    public bool CanSend => Transport.CanSend;

    /// <summary>To the peer and back, smoothed; null until a report has told it.</summary>
    public TimeSpan? RoundTrip { get; private set; }

    /// <summary>The source under which the relay itself speaks to this peer.</summary>
    public uint FeedbackSsrc { get; } = (uint)random.NextInt64(1, 1L << 32);

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
        RemoveDownTracks(_ => true);
    }

    public void RemoveDownTracks(Predicate<DownTrack> which)
    {
        foreach (var track in _down)
            if (which(track))
                track.Unassign();
        _down.RemoveAll(which);
    }

    public void ReceiveDtls(ReadOnlySpan<byte> datagram, NetworkPath from)
    {
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
        if (!RtpHeader.TryParse(turn.Plain.AsSpan(0, length), out var header))
        {
            turn.Counters.Drop(DropReason.MalformedRtp);
            return;
        }
        if (Find(header) is not { } track)
        {
            turn.Counters.Drop(DropReason.UnknownSource);
            return;
        }
        track.Receive(header, turn);
    }

    public void ReceiveRtcp(ReadOnlySpan<byte> datagram)
    {
        if (!Transport.TryUnprotectRtcp(datagram, turn.Plain, out var length))
        {
            turn.Counters.Drop(Transport.HasKeys ? DropReason.SrtpRejected : DropReason.NoKeys);
            return;
        }
        ReadOnlySpan<byte> rest = turn.Plain.AsSpan(0, length);
        while (RtcpPacket.TryTake(ref rest, out var packet)) PeerFeedback.Receive(packet, this, turn);
        if (!rest.IsEmpty) turn.Counters.Drop(DropReason.MalformedRtcp);
    }

    public void NoteRoundTrip(TimeSpan sample) =>
        RoundTrip = RoundTrip is { } before ? before + (sample - before) / 8 : sample;

    public UpTrack? FindUp(uint ssrc)
    {
        foreach (var track in _up)
            if (track.Ssrc == ssrc)
                return track;
        return null;
    }

    public DownTrack? FindDown(uint ssrc)
    {
        foreach (var track in _down)
            if (track.Ssrc == ssrc)
                return track;
        return null;
    }

    public void SendRtp(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, Turn current) =>
        Transport.SendRtp(header, payload, current);

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
        foreach (var track in _up) due = Earlier(due, track.Tick(FeedbackSsrc, turn));
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
            foreach (var track in _up) track.WakeForWishes();
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
        new(CanSend, RoundTrip, [.. _up.Select(track => track.Statistics())], [.. _down.Select(track => track.Statistics())]);

    public void Dispose() => Transport.Dispose();

    // RFC 8843 section 9.2: a source that is known goes to its m-section; one that is not says by its mid where it belongs.
    private UpTrack? Find(in RtpHeader header)
    {
        if (FindUp(header.Ssrc) is { } known) return known;
        foreach (var track in _up)
            if (track.TryBind(header, turn.Now))
                return track;
        return null;
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
