using System.Globalization;
using System.Text;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Media;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rooms;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;

namespace Telehealth.Testing.Media;

/// <summary>
/// A browser as the relay sees it: it publishes sources, adds receiving m-sections on demand, makes the offers, and sends and
/// receives RTP and RTCP. Its numbers differ from other browsers' where browsers' differ: payload types and extension ids.
/// </summary>
public sealed class FakeBrowser
{
    public const string MidUri = "urn:ietf:params:rtp-hdrext:sdes:mid";
    public const string LevelUri = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
    public const string TransportUri = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    public const string RidUri = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
    public const string RepairedRidUri = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";

    private readonly VirtualNetwork network;
    private readonly string srtpProfiles;
    private readonly List<Section> sections = [];
    private string sessionId;
    private bool isAdmitted;

    internal FakeBrowser(VirtualNetwork network, string room, string peer, NetworkPath address, string srtpProfiles)
    {
        this.network = network;
        this.srtpProfiles = srtpProfiles;
        Room = room;
        Peer = peer;
        Transport = new(address, network.Random, srtpProfiles);
        sessionId = network.Random.NextInt64().ToString(CultureInfo.InvariantCulture);
    }

    public string Room { get; }
    public string Peer { get; }
    public TestPeer Transport { get; private set; }
    public byte OpusType { get; set; } = 111;
    public byte Vp8Type { get; set; } = 96;
    public byte MidId { get; set; } = 4;
    public byte LevelId { get; set; } = 1;

    public byte RidId { get; set; } = 10;
    public byte RepairedRidId { get; set; } = 11;

    /// <summary>The id of the transport-wide numbers; 0 for a browser without them.</summary>
    public byte TransportId { get; set; }

    /// <summary>
    /// The id of the time of sending, by which a peer judges the delay itself and tells by REMB; 0 for a browser without.
    /// </summary>
    public byte SendTimeId { get; set; }

    /// <summary>The payload type of retransmitted video; 0 for a browser without them.</summary>
    public byte RtxType { get; set; }

    /// <summary>The payload type of redundant audio; 0 for a browser without it.</summary>
    public byte RedType { get; set; }

    /// <summary>The layers that the camera is sent in, lowest first; empty for one.</summary>
    public IReadOnlyList<string> Rids { get; set; } = [];

    /// <summary>Whether the offer names the sources' numbers; without, packets must say their mid.</summary>
    public bool DeclaresSsrc { get; set; } = true;

    /// <summary>The next transport-wide number.</summary>
    public ushort TransportSequence { get; set; } = 100;

    public string Answer { get; private set; } = "";
    public IReadOnlyList<ReceivedTrack> Tracks { get; private set; } = [];

    public Section Publish(TrackSource source)
    {
        var kind = source is TrackSource.Microphone or TrackSource.ScreenAudio ? "audio" : "video";
        var section = new Section(
            NextMid(), kind, source, (uint)network.Random.NextInt64(1, 1L << 32), (ushort)network.Random.Next(1000, 30_000));
        sections.Add(section);
        return section;
    }

    public void Unpublish(TrackSource source) => sections.Single(section => section.Source == source).Direction = "inactive";

    /// <summary>Adds receiving sections up to these numbers.</summary>
    public void Want(int audio, int video)
    {
        foreach (var (kind, count) in new[] { ("audio", audio), ("video", video) })
            while (sections.Count(section => section.Kind == kind && section.Source is null) < count)
                sections.Add(new(NextMid(), kind, null, 0, 0));
    }

    public string Offer()
    {
        var text = new StringBuilder();
        text.Append("v=0\r\no=- ").Append(sessionId).Append(" 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n");
        text.Append("a=group:BUNDLE ").AppendJoin(' ', sections.Select(section => section.Mid)).Append("\r\na=extmap-allow-mixed\r\n");
        foreach (var section in sections)
        {
            var type = section.Kind == "audio" ? OpusType : Vp8Type;
            string[] lines =
            [
                $"m={section.Kind} 9 UDP/TLS/RTP/SAVPF {type}{ExtraTypes(section.Kind)}",
                "c=IN IP4 0.0.0.0",
                $"a=ice-ufrag:{Transport.Ice.Ufrag}",
                $"a=ice-pwd:{Transport.Ice.Password}",
                $"a=fingerprint:{Transport.Fingerprint}",
                "a=setup:actpass",
                $"a=mid:{section.Mid}",
                $"a=extmap:{MidId} {MidUri}",
                section.Kind == "audio" ? $"a=extmap:{LevelId} {LevelUri}" : "a=rtcp-rsize",
                $"a={section.Direction}",
                "a=rtcp-mux",
                section.Kind == "audio" ? $"a=rtpmap:{type} opus/48000/2" : $"a=rtpmap:{type} VP8/90000",
                section.Kind == "audio" ? $"a=fmtp:{type} minptime=10;useinbandfec=1" : $"a=rtcp-fb:{type} nack",
            ];
            text.AppendJoin("\r\n", lines).Append("\r\n");
            if (section.Kind == "video") text.Append(CultureInfo.InvariantCulture, $"a=rtcp-fb:{type} nack pli\r\n");
            AppendExtras(text, section, type);
            if (section.Source == TrackSource.Camera && Rids.Count > 0) continue;
            if (DeclaresSsrc && section.Source is not null) text.Append(CultureInfo.InvariantCulture, $"a=ssrc:{section.Ssrc} cname:x\r\n");
        }
        return text.ToString();
    }

    private void AppendExtras(StringBuilder text, Section section, byte type)
    {
        var isVideo = section.Kind == "video";
        List<string> lines = [];
        if (TransportId != 0)
            lines.AddRange([$"a=rtcp-fb:{type} transport-cc", $"a=extmap:{TransportId} {TransportUri}"]);
        if (SendTimeId != 0)
            lines.AddRange([
                $"a=rtcp-fb:{type} goog-remb",
                $"a=extmap:{SendTimeId} http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
            ]);
        if (isVideo && RtxType != 0)
            lines.AddRange([$"a=rtpmap:{RtxType} rtx/90000", $"a=fmtp:{RtxType} apt={type}"]);
        if (!isVideo && RedType != 0)
            lines.AddRange([$"a=rtpmap:{RedType} red/48000/2", $"a=fmtp:{RedType} {type}/{type}"]);
        if (section.Source == TrackSource.Camera && Rids.Count > 0)
        {
            lines.AddRange([$"a=extmap:{RidId} {RidUri}", $"a=extmap:{RepairedRidId} {RepairedRidUri}"]);
            lines.AddRange(Rids.Select(rid => $"a=rid:{rid} send"));
            lines.Add($"a=simulcast:send {string.Join(';', Rids)}");
        }
        foreach (var line in lines) text.Append(line).Append("\r\n");
    }

    /// <summary>Makes an offer and follows the answer; the first time it begins to connect.</summary>
    public void Negotiate()
    {
        var outcome = TryNegotiate();
        if (outcome is not NegotiationOutcome.Answered answered) throw new InvalidOperationException($"Refused: {outcome}");
        var isFirst = Answer.Length == 0;
        Answer = answered.Sdp;
        Tracks = answered.Tracks;
        if (isFirst) Transport.Connect(Line("a=ice-ufrag:"), Line("a=ice-pwd:"), Line("a=fingerprint:"), network.Now);
    }

    public NegotiationOutcome TryNegotiate()
    {
        // The first time only: whoever is sent away is not let in again by its own offer.
        if (!isAdmitted)
            isAdmitted = network.Relay.Admit(Room, Peer, 0, network.Now);
        var sources = sections
            .Where(section => section.Source is not null)
            .Select(section => new SourceOfMid(section.Mid, section.Source!.Value));
        return network.Relay.Negotiate(Room, Peer, Offer(), [.. sources], network.Now);
    }

    /// <summary>Adds the receiving sections that the last notice asked for, and negotiates.</summary>
    public void FollowNotices()
    {
        if (network.Notices.OfType<RoomNotice.MediaChanged>().LastOrDefault(notice => notice.Room == Room && notice.Peer == Peer) is
            { } last)
            Want(last.AudioSlots, last.VideoSlots);
        Negotiate();
    }

    public void RestartIce()
    {
        Transport.BeginRestart();
        Negotiate();
        Transport.FinishRestart(Line("a=ice-ufrag:"), Line("a=ice-pwd:"), network.Now);
    }

    /// <summary>Calls its session otherwise from the next offer on, as stacks do that make an o-line from the clock.</summary>
    public void RenameSession() => sessionId = network.Random.NextInt64().ToString(CultureInfo.InvariantCulture);

    /// <summary>Throws the connection away, as a reload does, and comes back with a new one from another address.</summary>
    public void Reload()
    {
        Transport.Dispose();
        Transport = new(network.NextAddress(), network.Random, srtpProfiles);
        RenameSession();
        Answer = "";
        foreach (var section in sections)
            section.Renumber((uint)network.Random.NextInt64(1, 1L << 32), (ushort)network.Random.Next(1000, 30_000));
        Negotiate();
        network.RunUntil(() => Transport.IsConnected);
    }

    public Section SectionOf(TrackSource source) => sections.Single(section => section.Source == source);

    public void SendSound(string text = "sound", int levelDb = -1)
    {
        var section = SectionOf(TrackSource.Microphone);
        Send(section, OpusType, marker: false, section.Timestamp += 960, Encoding.ASCII.GetBytes(text), levelDb);
    }

    /// <summary>Sends one packet of a VP8 frame that consists of one packet.</summary>
    public void SendPicture(bool isKeyFrame, string text = "picture", TrackSource source = TrackSource.Camera)
    {
        var section = SectionOf(source);
        Send(
            section, Vp8Type, marker: true, section.Timestamp += 3000, [0x10, (byte)(isKeyFrame ? 0 : 1), .. Encoding.ASCII.GetBytes(text)],
            -1);
    }

    /// <summary>Loses a packet before the relay: its number is used and nothing is sent.</summary>
    public void SkipNumber(TrackSource source) => SectionOf(source).Sequence++;

    public void Send(Section section, byte payloadType, bool marker, uint timestamp, byte[] payload, int level) =>
        Send(section, section.Ssrc, payloadType, marker, section.Sequence++, timestamp, payload, level, null);

    /// <summary>Sends a packet of one layer of the camera, under numbers of its own.</summary>
    public void SendLayer(FakeLayer layer, byte[] payload, bool marker = true)
    {
        var section = SectionOf(TrackSource.Camera);
        Send(section, layer.Ssrc, Vp8Type, marker, layer.Sequence++, layer.Timestamp, payload, -1, (RidId, layer.Rid));
    }

    /// <summary>Sends any packet, by default numbered for the transport when that was agreed.</summary>
    public void Send(
        Section section, uint ssrc, byte payloadType, bool marker, ushort sequence, uint timestamp, byte[] payload, int level,
        (byte Id, string Rid)? rid)
    {
        var packet = new byte[RtpHeaderWriter.MaxLength + payload.Length];
        var writer = new RtpHeaderWriter(packet, isTwoByte: false, marker, payloadType, sequence, timestamp, ssrc);
        writer.AddExtension(MidId, Encoding.ASCII.GetBytes(section.Mid));
        if (level >= 0) writer.AddExtension(LevelId, [(byte)level]);
        if (rid is { } named) writer.AddExtension(named.Id, Encoding.ASCII.GetBytes(named.Rid));
        if (TransportId != 0) writer.AddExtension(TransportId, [(byte)(TransportSequence >> 8), (byte)TransportSequence++]);
        var length = writer.Finish();
        payload.CopyTo(packet, length);
        Transport.SendRtp(packet.AsSpan(0, length + payload.Length), length);
        network.Settle();
    }

    public delegate bool RtcpWrite(ref RtcpWriter writer);

    /// <summary>Sends a compound that begins with an empty report, as every compound must.</summary>
    public void SendFeedback(RtcpWrite write)
    {
        var writer = new RtcpWriter(new byte[1200]);
        writer.TryWriteReceiverReport(1, []);
        write(ref writer);
        Transport.SendRtcp(writer.Written);
        network.Settle();
    }

    /// <summary>Takes what has arrived of a published source, oldest first.</summary>
    public List<Arrival> Take(string participant, TrackSource source)
    {
        var mid = Tracks.Single(track => track.ParticipantId == participant && track.Source == source).Mid;
        var ssrc = SsrcOf(mid);
        var all = Transport.ReceivedRtp.Select(Arrival.Read).ToList();
        var mine = all.Where(arrival => arrival.Ssrc == ssrc).ToList();
        var others = Transport.ReceivedRtp.Where(packet => Arrival.Read(packet).Ssrc != ssrc).ToList();
        Transport.ReceivedRtp.Clear();
        others.ForEach(Transport.ReceivedRtp.Enqueue);
        return mine;
    }

    /// <summary>What the answer says the relay sends with on a section; 0 when nothing.</summary>
    public uint SsrcOf(string mid)
    {
        var section = Answer[Answer.IndexOf($"a=mid:{mid}\r\n", StringComparison.Ordinal)..];
        var end = section.IndexOf("\r\nm=", StringComparison.Ordinal);
        if (end >= 0) section = section[..end];
        var at = section.IndexOf("a=ssrc:", StringComparison.Ordinal);
        return at < 0 ? 0 : uint.Parse(section[(at + 7)..].Split(' ')[0], CultureInfo.InvariantCulture);
    }

    /// <summary>Takes every RTCP packet that has arrived and reads it with a function that picks what it wants.</summary>
    public List<T> TakeRtcp<T>(Func<byte[], T?> pick)
        where T : class
    {
        var picked = new List<T>();
        while (Transport.ReceivedRtcp.TryDequeue(out var compound))
        {
            ReadOnlySpan<byte> rest = compound;
            var before = rest.Length;
            while (RtcpPacket.TryTake(ref rest, out _))
            {
                var packet = compound.AsSpan(compound.Length - before, before - rest.Length).ToArray();
                before = rest.Length;
                if (pick(packet) is { } value) picked.Add(value);
            }
        }
        return picked;
    }

    private string ExtraTypes(string kind) => kind switch
    {
        "video" when RtxType != 0 => $" {RtxType}",
        "audio" when RedType != 0 => $" {RedType}",
        _ => "",
    };

    private string NextMid() => sections.Count.ToString(CultureInfo.InvariantCulture);

    private string Line(string start) =>
        Answer.Split("\r\n").First(line => line.StartsWith(start, StringComparison.Ordinal))[start.Length..];

    /// <summary>An m-section of the offer; one with a source publishes, one without receives.</summary>
    public sealed class Section(string mid, string kind, TrackSource? source, uint ssrc, ushort sequence)
    {
        public string Mid { get; } = mid;
        public string Kind { get; } = kind;
        public TrackSource? Source { get; } = source;
        public string Direction { get; set; } = source is null ? "recvonly" : "sendonly";
        public uint Ssrc { get; set; } = ssrc;
        public ushort Sequence { get; set; } = sequence;
        public uint Timestamp { get; set; } = 10_000;

        public void Renumber(uint newSsrc, ushort newSequence) => (Ssrc, Sequence, Timestamp) = (newSsrc, newSequence, newSsrc / 2);
    }
}

/// <summary>The numbers of one simulcast layer.</summary>
public sealed class FakeLayer(string rid, uint ssrc, ushort sequence, uint timestamp)
{
    public string Rid { get; } = rid;
    public uint Ssrc { get; } = ssrc;
    public ushort Sequence { get; set; } = sequence;
    public uint Timestamp { get; set; } = timestamp;
}

/// <summary>An RTP packet that a fake browser has received, read.</summary>
public sealed record Arrival(uint Ssrc, byte PayloadType, ushort Sequence, uint Timestamp, bool Marker, byte[] Payload, byte[] Packet)
{
    public string Text => Encoding.ASCII.GetString(Payload);

    public static Arrival Read(byte[] packet)
    {
        if (!RtpHeader.TryParse(packet, out var header))
            throw new InvalidOperationException("The relay sent broken RTP.");
        return new(
            header.Ssrc, header.PayloadType, header.SequenceNumber, header.Timestamp, header.Marker, header.Payload.ToArray(), packet);
    }

    public byte[]? Extension(byte id) =>
        RtpHeader.TryParse(Packet, out var header) && header.TryGetExtension(id, out var value) ? value.ToArray() : null;
}
