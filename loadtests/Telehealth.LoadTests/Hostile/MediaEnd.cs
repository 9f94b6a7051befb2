using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rtp;
using Telehealth.Testing.Media;

namespace Telehealth.LoadTests.Hostile;

/// <summary>
/// One end of a call on a real UDP socket: it offers, connects and sends
/// and takes packets. Owned by one thread after <see cref="Connect"/>.
/// </summary>
internal sealed class MediaEnd : IDisposable
{
    /// <summary>The id of the transport-wide numbers.</summary>
    public const byte TransportId = 5;

    private readonly VirtualNetwork _words;
    private readonly FakeBrowser _browser;
    private readonly byte[] _room = new byte[65_536];

    /// <param name="seed">Decides its numbers.</param>
    /// <param name="sends">Whether it has a microphone.</param>
    /// <param name="receives">How many other microphones it takes.</param>
    /// <param name="redundant">Whether it speaks redundant audio (RFC 2198).</param>
    /// <param name="camera">Whether it has a camera too, and takes one other.</param>
    public MediaEnd(int seed, bool sends, int receives, bool redundant = false, bool camera = false)
    {
        // The network lends its browser's offers only: nothing travels on it.
        _words = new VirtualNetwork(seed);
        _browser = _words.Add("room", string.Create(CultureInfo.InvariantCulture, $"end{seed}"));
        if (redundant)
            _browser.RedType = 63;
        _browser.TransportId = TransportId;
        if (sends)
            _browser.Publish(TrackSource.Microphone);
        if (camera)
            _browser.Publish(TrackSource.Camera);
        _browser.Want(audio: receives, video: camera ? 1 : 0);
        Sources =
        [
            .. sends ? [new { mid = _browser.SectionOf(TrackSource.Microphone).Mid, source = "microphone" }] : Array.Empty<object>(),
            .. camera ? [new { mid = _browser.SectionOf(TrackSource.Camera).Mid, source = "camera" }] : Array.Empty<object>(),
        ];
    }

    public Socket Socket { get; } = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20 };

    public object[] Sources { get; }

    public TestPeer Transport => _browser.Transport;

    /// <summary>The source that was heard last.</summary>
    public uint HeardSsrc { get; private set; }

    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    public string Offer() => _browser.Offer();

    /// <summary>Takes the first answer and begins to connect.</summary>
    public void Connect(string answer)
    {
        var candidate = Line(answer, "a=candidate:").Split(' ');
        Socket.Connect(new IPEndPoint(IPAddress.Parse(candidate[4]), int.Parse(candidate[5], CultureInfo.InvariantCulture)));
        Transport.Connect(Line(answer, "a=ice-ufrag:"), Line(answer, "a=ice-pwd:"), Line(answer, "a=fingerprint:"), Now);
    }

    /// <summary>A packet of the microphone that says when it left.</summary>
    public void SendSound()
    {
        Span<byte> payload = stackalloc byte[80];
        BinaryPrimitives.WriteInt64BigEndian(payload, Stopwatch.GetTimestamp());
        SendSound(payload);
        Pump();
    }

    public void SendSound(ReadOnlySpan<byte> payload)
    {
        var section = _browser.SectionOf(TrackSource.Microphone);
        var packet = new byte[12 + payload.Length];
        (packet[0], packet[1]) = (0x80, _browser.OpusType);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), section.Sequence++);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), section.Timestamp += 960);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), section.Ssrc);
        payload.CopyTo(packet.AsSpan(12));
        Transport.SendRtp(packet);
    }

    /// <summary>
    /// A packet of either device, numbered for the transport, which waits for the next <see cref="Pump"/>. The last packet of a frame has
    /// the marker, and the next begins a new one.
    /// </summary>
    public void Send(TrackSource source, ReadOnlySpan<byte> payload, bool marker)
    {
        var section = _browser.SectionOf(source);
        var isAudio = source == TrackSource.Microphone;
        var packet = new byte[RtpHeaderWriter.MaxLength + payload.Length];
        var writer = new RtpHeaderWriter(
            packet, isTwoByte: false, marker, isAudio ? _browser.OpusType : _browser.Vp8Type, section.Sequence++, section.Timestamp,
            section.Ssrc);
        writer.AddExtension(_browser.MidId, Encoding.ASCII.GetBytes(section.Mid));
        writer.AddExtension(TransportId, [(byte)(_browser.TransportSequence >> 8), (byte)_browser.TransportSequence++]);
        var length = writer.Finish();
        payload.CopyTo(packet.AsSpan(length));
        Transport.SendRtp(packet.AsSpan(0, length + payload.Length), length);
        if (isAudio)
            section.Timestamp += 960;
        else if (marker)
            section.Timestamp += 3_000;
    }

    /// <summary>Sends what waits and what is due.</summary>
    public void Pump()
    {
        Transport.OnTime(Now);
        while (Transport.TryTakeDatagram(out var datagram))
            Socket.Send(datagram);
    }

    /// <summary>Takes what has arrived; each packet of audio tells how long it was on the way.</summary>
    public void Take(Action<TimeSpan> arrived) => TakePackets(arrival =>
    {
        HeardSsrc = arrival.Ssrc;
        if (arrival.Payload.Length >= sizeof(long))
            arrived(Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64BigEndian(arrival.Payload)));
    });

    /// <summary>Takes what has arrived.</summary>
    public void TakePackets(Action<Arrival> arrived)
    {
        while (Socket.Available > 0)
            Transport.Receive(_room.AsSpan(0, Socket.Receive(_room)), Now);
        while (Transport.ReceivedRtp.TryDequeue(out var packet))
            arrived(Arrival.Read(packet));
        Transport.ReceivedRtcp.Clear();
    }

    public void Dispose()
    {
        Socket.Dispose();
        Transport.Dispose();
        _words.Dispose();
    }

    private static string Line(string sdp, string start)
    {
        var at = sdp.IndexOf(start, StringComparison.Ordinal);
        if (at < 0)
            throw new InvalidOperationException($"The answer has no {start}");
        at += start.Length;
        return sdp[at..sdp.IndexOf("\r\n", at, StringComparison.Ordinal)];
    }
}
