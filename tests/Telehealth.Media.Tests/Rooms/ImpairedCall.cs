using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Telehealth.Media.Congestion;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rtcp;
using Telehealth.Testing.Media;
using static Telehealth.Media.Receiving.TrackSource;

namespace Telehealth.Media.Tests.Rooms;

/// <summary>
/// A publisher and a receiver behind one relay, who do as browsers do: the publisher sends again what the relay misses and begins a
/// picture anew when asked, the receiver asks for what it misses and tells what came. Each packet carries a number of its own.
/// </summary>
internal sealed class ImpairedCall : IDisposable
{
    public const int PicturePacketsEachSecond = 60;

    private const byte TransportId = 3;
    private const uint PublisherRtxSsrc = 3001;
    private const int PictureMs = 33;
    private const int SoundMs = 20;

    private readonly VirtualNetwork network;
    private readonly FakeBrowser ann;
    private readonly Dictionary<ushort, (uint Timestamp, byte[] Payload)> sent = [];
    private ushort rtxSequence = 500;
    private bool isKeyFrameDue = true;
    private int pictures;
    private int sounds;

    public ImpairedCall(int seed, Impairment up, Impairment down)
    {
        network = new(seed);
        ann = Seat("ann", up, down, out var annUp, out var annDown);
        ann.Publish(Microphone);
        ann.Publish(Camera);
        var bob = Seat("bob", up, down, out var bobUp, out var bobDown);
        bob.Want(1, 1);
        Counters = [annUp, annDown, bobUp, bobDown];
        ann.Negotiate();
        bob.Negotiate();
        network.RunUntil(() => ann.Transport.IsConnected && bob.Transport.IsConnected);
        Receiver = new(network, bob, TransportId);
    }

    /// <summary>Of each way that datagrams take: up and down of the publisher, then of the receiver.</summary>
    public IReadOnlyList<ImpairmentCounters> Counters { get; }

    public ImpairedReceiver Receiver { get; }

    /// <summary>The number of the last video packet that was sent.</summary>
    public int LastPicture => pictures;

    public int LastSound => sounds;

    /// <summary>Talks and sends video for some seconds, then lets what is on the way arrive and be repaired.</summary>
    public void Run(int seconds, int drainMs = 0)
    {
        for (var ms = 0; ms < seconds * 1000; ms++)
        {
            if (ms % PictureMs == 0) SendPicture();
            if (ms % SoundMs == 0) ann.SendSound(Name("s", ++sounds));
            Step();
        }
        for (var ms = 0; ms < drainMs; ms++) Step();
    }

    public void Dispose() => network.Dispose();

    private static string Name(string kind, int number) => kind + number.ToString(CultureInfo.InvariantCulture) + '.';

    private FakeBrowser Seat(
        string peer, Impairment up, Impairment down, out ImpairmentCounters upCounters, out ImpairmentCounters downCounters)
    {
        var browser = network.Add("room", peer);
        (browser.TransportId, browser.RtxType) = (TransportId, 97);
        (upCounters, downCounters) = network.Impair(browser, up, down);
        return browser;
    }

    private void Step()
    {
        network.Run(1);
        Receiver.Step();
        foreach (var packet in ann.TakeRtcp(packet => packet)) Obey(packet);
    }

    // Two packets a frame.
    private void SendPicture()
    {
        var section = ann.SectionOf(Camera);
        section.Timestamp += 90 * PictureMs;
        for (var part = 0; part < 2; part++)
        {
            // RFC 7741 section 4.2: the start bit stands in the picture's first packet; a key frame's first byte is even.
            byte[] head = part == 0 ? [0x10, (byte)(isKeyFrameDue ? 0 : 1)] : [0x00, 0x01];
            byte[] payload = [.. head, .. Encoding.ASCII.GetBytes(Name("p", ++pictures).PadRight(600))];
            sent[section.Sequence] = (section.Timestamp, payload);
            ann.Send(section, ann.Vp8Type, marker: part == 1, section.Timestamp, payload, -1);
        }
        isKeyFrameDue = false;
    }

    private void Obey(byte[] compoundPart)
    {
        ReadOnlySpan<byte> rest = compoundPart;
        if (!RtcpPacket.TryTake(ref rest, out var packet)) return;
        if (packet.IsPictureLoss) isKeyFrameDue = true;
        for (var i = 0; i < packet.NackCount; i++)
        {
            var (first, mask) = packet.Nack(i);
            SendAgain(first);
            for (var bit = 0; bit < 16; bit++)
                if ((mask & (1 << bit)) != 0)
                    SendAgain((ushort)(first + bit + 1));
        }
    }

    private void SendAgain(ushort sequence)
    {
        if (!sent.TryGetValue(sequence, out var packet)) return;
        byte[] payload = [(byte)(sequence >> 8), (byte)sequence, .. packet.Payload];
        ann.Send(ann.SectionOf(Camera), PublisherRtxSsrc, ann.RtxType, marker: false, rtxSequence++, packet.Timestamp, payload, -1, null);
    }
}

/// <summary>Keeps what came of each number, first-hand or repeated, and asks for the holes.</summary>
internal sealed class ImpairedReceiver(VirtualNetwork network, FakeBrowser browser, byte transportId)
{
    private const int RetryMs = 100;
    private const int MaxAttempts = 10;
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    private readonly ArrivalLog arrivals = new();
    private readonly SortedDictionary<long, (TimeSpan Due, int Attempts)> missing = [];
    private readonly HashSet<(uint, ushort)> seen = [];
    private readonly uint pictureSsrc = SsrcOf(browser, Camera);
    private readonly uint soundSsrc = SsrcOf(browser, Microphone);
    private TimeSpan reportAt;
    private long highest = -1;
    private int expectedBefore;
    private int lostBefore;
    private int expected;
    private int lost;

    /// <summary>The name of each video packet by its number in the line that came out of the relay.</summary>
    public SortedDictionary<long, string> Pictures { get; } = [];

    public List<string> Sounds { get; } = [];

    /// <summary>Everything that came, with its time: two runs are the same when these are.</summary>
    public List<string> Trace { get; } = [];

    /// <summary>Packets that came again under numbers that had come, and numbers that stood for two packets.</summary>
    public int Contradictions { get; private set; }

    public int Repaired { get; private set; }

    /// <summary>What came under a number that had come, as copies that the network makes do: SRTP takes each number once.</summary>
    public int Refused => browser.Transport.DroppedCount;

    public void Step()
    {
        while (browser.Transport.ReceivedRtp.TryDequeue(out var packet)) Take(Arrival.Read(packet));
        AskForMissing();
        if (network.Now >= arrivals.Due)
            browser.SendFeedback((ref RtcpWriter writer) => arrivals.TryWrite(ref writer, 1, pictureSsrc, network.Now));
        if (network.Now >= reportAt) Report();
    }

    private static uint SsrcOf(FakeBrowser browser, TrackSource source) =>
        browser.SsrcOf(browser.Tracks.Single(track => track.Source == source).Mid);

    private void Take(Arrival arrival)
    {
        if (!seen.Add((arrival.Ssrc, arrival.Sequence))) Contradictions++;
        if (arrival.Extension(transportId) is { } number) arrivals.Note(BinaryPrimitives.ReadUInt16BigEndian(number), network.Now);
        Trace.Add($"{network.Now.TotalMilliseconds} {arrival.Ssrc} {arrival.Sequence}");
        if (arrival.Ssrc == soundSsrc) Sounds.Add(arrival.Text);
        else if (arrival.Ssrc == pictureSsrc) TakePicture(arrival.Sequence, arrival.Payload);
        // What is nothing but padding carries no number.
        else if (arrival.Payload.Length > 2)
        {
            Repaired++;
            TakePicture(BinaryPrimitives.ReadUInt16BigEndian(arrival.Payload), arrival.Payload[2..]);
        }
    }

    private void TakePicture(ushort sequence, byte[] payload)
    {
        var extended = highest < 0 ? sequence : highest + (short)(sequence - (ushort)highest);
        var name = Encoding.ASCII.GetString(payload[2..]).TrimEnd();
        if (Pictures.TryGetValue(extended, out var before) && before != name) Contradictions++;
        Pictures[extended] = name;
        missing.Remove(extended);
        if (extended <= highest)
            return;
        for (var hole = highest + 1; highest >= 0 && hole < extended; hole++)
            missing[hole] = (network.Now + TimeSpan.FromMilliseconds(10), 0);
        if (highest >= 0)
            (expected, lost) = (expected + (int)(extended - highest), lost + (int)(extended - highest - 1));
        highest = extended;
    }

    private void AskForMissing()
    {
        var due = missing.Where(hole => hole.Value.Due <= network.Now).Select(hole => hole.Key).ToList();
        if (due.Count == 0) return;
        foreach (var hole in due)
        {
            var attempts = missing[hole].Attempts + 1;
            if (attempts > MaxAttempts) missing.Remove(hole);
            else missing[hole] = (network.Now + TimeSpan.FromMilliseconds(RetryMs), attempts);
        }
        browser.SendFeedback((ref RtcpWriter writer) => writer.TryWriteNack(1, pictureSsrc, [.. due.Select(hole => (ushort)hole)]));
    }

    private void Report()
    {
        reportAt = network.Now + ReportInterval;
        var fraction = expected == expectedBefore ? 0 : 256 * (lost - lostBefore) / (expected - expectedBefore);
        (expectedBefore, lostBefore) = (expected, lost);
        browser.SendFeedback((ref RtcpWriter writer) =>
            writer.TryWriteReceiverReport(2, [new(pictureSsrc, (byte)Math.Min(255, fraction), lost, (uint)Math.Max(0, highest), 0, 0, 0)]));
    }
}
