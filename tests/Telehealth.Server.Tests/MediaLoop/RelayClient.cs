using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rooms;
using Telehealth.Server.Visits.MediaLoop;
using Telehealth.Server.Visits.MediaLoop.Tcp;
using Telehealth.Testing.Media;

namespace Telehealth.Server.Tests.MediaLoop;

/// <summary>A fake browser on real sockets: it negotiates with a running relay and speaks to it by UDP or by TCP.</summary>
internal sealed class RelayClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly VirtualNetwork _words;
    private readonly FakeBrowser _browser;
    private readonly RelayLoops _loop;
    private readonly bool _isTcp;
    private readonly byte[] _room = new byte[65_536];
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private Socket? _socket;
    private int _filled;

    /// <param name="loop">The relay.</param>
    /// <param name="peer">Its id.</param>
    /// <param name="isTcp">Whether by TCP.</param>
    /// <param name="room">Its room's id.</param>
    public RelayClient(RelayLoops loop, string peer, bool isTcp, string room = "room")
    {
        (_loop, _isTcp) = (loop, isTcp);
        // The network lends its browser's offers only: nothing travels on it.
        _words = new(seed: peer.Length);
        _browser = _words.Add(room, peer);
        _browser.Publish(TrackSource.Microphone);
        _browser.Want(audio: 1, video: 0);
    }

    public TestPeer Transport => _browser.Transport;

    public string Answer { get; private set; } = "";

    /// <summary>The relay's certificate by the last answer.</summary>
    public string Fingerprint => Line("a=fingerprint:");

    /// <summary>Where the last answer says that the relay is: the one candidate of the client's transport.</summary>
    public IPEndPoint Candidate
    {
        get
        {
            var words = Answer.Split("\r\n").First(line =>
                line.StartsWith("a=candidate:", StringComparison.Ordinal)
                && line.Contains(_isTcp ? " tcp " : " udp ", StringComparison.Ordinal)).Split(' ');
            return new(IPAddress.Parse(words[4]), int.Parse(words[5], CultureInfo.InvariantCulture));
        }
    }

    private TimeSpan Now => Stopwatch.GetElapsedTime(_startedAt);

    public async Task Negotiate()
    {
        var section = _browser.SectionOf(TrackSource.Microphone);
        var outcome = await _loop.Negotiate(_browser.Room, _browser.Peer, _browser.Offer(), [new(section.Mid, TrackSource.Microphone)]);
        var isFirst = Answer.Length == 0;
        Answer = Assert.IsType<NegotiationOutcome.Answered>(outcome).Sdp;
        if (!isFirst) return;
        _socket = new(
            AddressFamily.InterNetwork, _isTcp ? SocketType.Stream : SocketType.Dgram, _isTcp ? ProtocolType.Tcp : ProtocolType.Udp);
        _socket.Connect(Candidate);
        Transport.Connect(Line("a=ice-ufrag:"), Line("a=ice-pwd:"), Line("a=fingerprint:"), Now);
    }

    /// <summary>Sends a packet of the microphone.</summary>
    public void SendSound(byte[] payload)
    {
        var section = _browser.SectionOf(TrackSource.Microphone);
        byte[] packet = [0x80, _browser.OpusType, .. new byte[10], .. payload];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), section.Sequence++);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), section.Timestamp += 960);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), section.Ssrc);
        Transport.SendRtp(packet);
    }

    /// <summary>Lets these clients speak with the relay until something is so.</summary>
    public static void RunUntil(Func<bool> isSo, params RelayClient[] clients)
    {
        var deadline = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            if (Stopwatch.GetElapsedTime(deadline) > Patience) throw new TimeoutException("It did not become so in time.");
            foreach (var client in clients) client.Turn();
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        Transport.Dispose();
        _words.Dispose();
    }

    private void Turn()
    {
        Transport.OnTime(Now);
        while (Transport.TryTakeDatagram(out var datagram)) Send(datagram);
        if (!_socket!.Poll(TimeSpan.FromMilliseconds(2), SelectMode.SelectRead)) return;
        if (_isTcp) TakeFrames();
        else while (_socket.Available > 0) Transport.Receive(_room.AsSpan(0, _socket.Receive(_room)), Now);
    }

    private void Send(byte[] datagram)
    {
        if (!_isTcp)
        {
            _socket!.Send(datagram);
            return;
        }
        var frame = new byte[StreamFrames.PrefixBytes + datagram.Length];
        StreamFrames.Write(datagram, frame);
        _socket!.Send(frame);
    }

    private void TakeFrames()
    {
        _filled += _socket!.Receive(_room.AsSpan(_filled));
        var rest = _room.AsSpan(0, _filled);
        while (StreamFrames.Read(rest, out var frame) == FrameProgress.Complete)
        {
            Transport.Receive(frame, Now);
            rest = rest[(StreamFrames.PrefixBytes + frame.Length)..];
        }
        rest.CopyTo(_room);
        _filled = rest.Length;
    }

    private string Line(string start)
    {
        var at = Answer.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return Answer[at..Answer.IndexOf("\r\n", at, StringComparison.Ordinal)];
    }
}
