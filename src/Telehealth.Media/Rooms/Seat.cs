using System.Buffers.Binary;
using Telehealth.Media.Dtls;
using Telehealth.Media.Peers;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;
using Telehealth.Media.Sending;

namespace Telehealth.Media.Rooms;

/// <summary>
/// A seat in a room: who sits there, what it publishes, what it receives, and the connection that carries both. The seat outlives
/// connections.
/// </summary>
internal sealed class Seat : IDisposable
{
    private static readonly TimeSpan AfterConnecting = TimeSpan.FromSeconds(2);

    private readonly RelayContext _context;
    private readonly Random _random;
    private TimeSpan _connectedAt;
    private bool _isSoundExpected;
    private TimeSpan _reportAt = TimeSpan.MaxValue;

    public Seat(Room room, Peer peer, RelayContext context, Random random)
    {
        Room = room;
        Peer = peer;
        Key = room.NextKey();
        Up = new(peer, Key, room.Speaking, room.Burst);
        Down = new(peer);
        (_context, _random) = (context, random);
    }

    public Room Room { get; }
    public Peer Peer { get; }

    /// <summary>A short name of the peer within its room.</summary>
    public int Key { get; }

    /// <summary>What the peer publishes.</summary>
    public UpTracks Up { get; }

    /// <summary>What the peer receives.</summary>
    public DownTracks Down { get; }

    /// <summary>Puts a new connection in the seat. What was received on the old one's m-sections is gone with them.</summary>
    public void Replace(PeerTransport transport)
    {
        Peer.Replace(transport);
        Down.Remove(_ => true);
    }

    public void ReceiveDtls(ReadOnlySpan<byte> datagram, NetworkPath from)
    {
        if (!Peer.Work.TryRecords(DtlsRecords.CountOf(datagram), _context.Now))
        {
            _context.Counters.Drop(DropReason.RecordBudget);
            return;
        }
        Peer.Transport.ReceiveDtls(datagram, from, _context);
        NoticeChange();
        Peer.WakeAt(Peer.Transport.Tick(_context));
    }

    public void ReceiveRtp(ReadOnlySpan<byte> datagram)
    {
        if (!Peer.Transport.TryUnprotectRtp(datagram, _context.Plain, out var length))
        {
            _context.Counters.Drop(Peer.Transport.HasKeys ? DropReason.SrtpRejected : DropReason.NoKeys);
            return;
        }
        if (!Peer.Work.TryPacket(_context.Now))
        {
            _context.Counters.Drop(DropReason.PacketBudget);
            return;
        }
        if (!RtpHeader.TryParse(_context.Plain.AsSpan(0, length), out var header))
        {
            _context.Counters.Drop(DropReason.MalformedRtp);
            return;
        }
        if (Up.TransportSequenceId is var id and not 0 && header.TryGetExtension(id, out var number) && number.Length == 2)
            Peer.Link.NoteArrival(BinaryPrimitives.ReadUInt16BigEndian(number), _context.Now);
        var (track, layer) = Up.Find(header, _context.Now);
        if (track is null || layer is null)
        {
            _context.Counters.Drop(DropReason.UnknownSource);
            return;
        }
        track.Receive(layer, header, _context);
    }

    public void ReceiveRtcp(ReadOnlySpan<byte> datagram)
    {
        if (!Peer.Transport.TryUnprotectRtcp(datagram, _context.Plain, out var length))
        {
            _context.Counters.Drop(Peer.Transport.HasKeys ? DropReason.SrtpRejected : DropReason.NoKeys);
            return;
        }
        if (!Peer.Work.TryFeedback(length, _context.Now))
        {
            _context.Counters.Drop(DropReason.FeedbackBudget);
            return;
        }
        ReadOnlySpan<byte> rest = _context.Plain.AsSpan(0, length);
        while (RtcpPacket.TryTake(ref rest, out var packet)) PeerFeedback.Receive(packet, this, _context);
        if (!rest.IsEmpty) _context.Counters.Drop(DropReason.MalformedRtcp);
    }

    /// <summary>Holds a track back from everybody, or lets it through again.</summary>
    public void Mute(TrackSource source, bool isMuted)
    {
        Up.Mute(source, isMuted);
        if (isMuted && source == TrackSource.Microphone) Room.Speaking.Remove(Key);
        foreach (var seat in Room.Seats) seat.Peer.Link.ShareNow();
    }

    /// <summary>Whether the peer says that its microphone is on: then silence on the wire is a fault.</summary>
    public void ExpectSound(bool isExpected)
    {
        _isSoundExpected = isExpected;
        _connectedAt = _context.Now;
    }

    public bool IsExpectedSoundMissing(TimeSpan now, TimeSpan patience)
    {
        if (!_isSoundExpected || now - _connectedAt < patience + AfterConnecting) return false;
        return Up.Find(TrackSource.Microphone) is { } microphone && now - microphone.Layers[0].LastAt > patience;
    }

    /// <summary>Does what is due and sets anew when the peer wants its next tick.</summary>
    public void Tick()
    {
        if (_context.Now < Peer.Due) return;
        Peer.ForgetDue();
        var due = Peer.Transport.Tick(_context);
        NoticeChange();
        foreach (var track in Up.Tracks) due = Earlier(due, track.Tick(_context));
        due = Earlier(due, LinkWatch.Tick(this, _context));
        Down.SendOwedByes(_context);
        if (Peer.CanSend && _context.Now >= _reportAt)
        {
            _reportAt = _context.Now + _context.Options.ReportInterval;
            PeerReports.Send(this, _context);
        }
        due = Earlier(due, _reportAt);
        // Consent and the first check are watched to the second.
        Peer.WakeAt(Earlier(due, _context.Now + TimeSpan.FromSeconds(1)));
    }

    /// <summary>Looks whether the connection came or went, and tells the room.</summary>
    public void NoticeChange()
    {
        var change = Peer.Transport.TakeChange(_context.Now, _context.Options.ConnectTimeout, out var reason);
        if (change == true)
        {
            Room.Notify(new RoomNotice.PeerConnected(Room.Id, Peer.Id));
            // The first report comes soon, for the lips' sake, and not with everyone else's.
            _reportAt = _context.Now + TimeSpan.FromMilliseconds(_random.Next(100, 400));
            Down.Resume();
            Up.WakeForKeyFrames();
            _connectedAt = _context.Now;
            Peer.WakeAt(_context.Now);
        }
        else if (change == false)
        {
            _reportAt = TimeSpan.MaxValue;
            Room.Notify(new RoomNotice.PeerLost(Room.Id, Peer.Id, reason));
        }
    }

    /// <summary>Tells the peer that it is over: a BYE for each slot, and the end of DTLS.</summary>
    public void SayGoodbye()
    {
        var writer = Peer.BeginCompound(_context);
        foreach (var slot in Down.Slots)
            if (slot.Source is not null)
                writer.TryWriteBye(slot.Ssrc);
        Peer.SendCompound(writer.Length, _context);
        Peer.Transport.Close(_context);
    }

    public PeerStatistics Statistics() =>
        new(
            Peer.CanSend, Peer.RoundTrip,
            [.. Up.Tracks.Select(track => track.Statistics(_context.Now))], [.. Down.Slots.Select(slot => slot.Statistics())])
        {
            IsTcp = Peer.Transport.Ice.SelectedPath is { IsTcp: true },
            EstimateBitsPerSecond = Peer.Link.BitsPerSecond,
            LossToPeer = Peer.Link.Loss,
            IceTime = Peer.Transport.IceTime,
            DtlsTime = Peer.Transport.DtlsTime,
            Rung = Peer.Link.Rung,
        };

    public void Dispose() => Peer.Dispose();

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
