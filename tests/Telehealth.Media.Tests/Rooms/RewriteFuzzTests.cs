using Telehealth.Media.Receiving;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;
using Telehealth.Testing.Media;
using static Telehealth.Media.Receiving.TrackSource;

namespace Telehealth.Media.Tests.Rooms;

/// <summary>
/// Packets of a publisher who has keys and sends what it likes, of every length that a datagram can have, to receivers of every kind
/// that the relay writes for: none may fail, and what fits arrives as it was.
/// </summary>
public sealed class RewriteFuzzTests
{
    private const int LongestPayload = 1472 - 12 - 16;

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public void Authentic_packets_of_every_length_pass_every_rewriting_and_nobody_loses_anything(int seed)
    {
        var random = new Random(seed);
        using var network = new VirtualNetwork(seed);
        var ann = network.Add("room", "ann");
        ann.Publish(Microphone);
        ann.Publish(Camera);
        ann.Rids = ["l", "h"];
        ann.Negotiate();
        List<Listener> listeners =
        [
            new(network, "redundant", browser => (browser.TransportId, browser.RtxType, browser.RedType) = (3, 97, 63)),
            new(
                network, "twobyte",
                browser => (browser.MidId, browser.LevelId, browser.TransportId, browser.RtxType, browser.RedType) = (40, 41, 42, 97, 63)),
            new(network, "timed", browser => (browser.SendTimeId, browser.RtxType) = (5, 98)),
            new(network, "plain", _ => { }),
        ];
        network.RunUntil(() => ann.Transport.IsConnected && listeners.TrueForAll(listener => listener.Browser.Transport.IsConnected));
        network.Run(50);
        FakeLayer[] layers = [new("l", 1001, 2000, 5), new("h", 1002, 3000, 6)];
        var lengths = Enumerable.Range(0, LongestPayload + 20).ToArray();
        random.Shuffle(lengths);
        var said = new List<byte[]>();

        for (var i = 0; i < lengths.Length; i++)
        {
            var sound = Bytes(random, lengths[i]);
            if (sound.Length <= LongestPayload)
                said.Add(sound);
            ann.Send(
                ann.SectionOf(Microphone), ann.OpusType, false, ann.SectionOf(Microphone).Timestamp += 960, sound, i % 3 == 0 ? 30 : -1);
            foreach (var layer in layers)
            {
                if (random.Next(3) == 0) layer.Timestamp += 3000;
                ann.SendLayer(layer, Picture(random, Math.Min(lengths[i], LongestPayload - 20)), marker: random.Next(2) == 0);
            }
            foreach (var listener in listeners) listener.Answer(random);
            network.Run(random.Next(1, 12));
            Assert.True(network.Relay.Counters.Faults == 0, $"seed {seed}, length {lengths[i]}: {network.Relay.TakeFault()}");
        }

        foreach (var listener in listeners)
            Assert.True(
                said.Count == listener.Heard.Count && said.Zip(listener.Heard).All(pair => pair.First.SequenceEqual(pair.Second)),
                $"seed {seed}: {listener.Browser.Peer}");
        Assert.True(listeners[0].Redundant > 100 && listeners[1].Redundant > 100, $"seed {seed}: too little was redundant");
        Assert.True(network.Relay.Counters.PacketsResent > 100, $"seed {seed}: too little was sent again");
        Assert.True(listeners.TrueForAll(listener => listener.Pictures > 100), $"seed {seed}: too few pictures came");
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    // Any bytes, and often enough the head of a key frame: descriptors of each form, with and without numbers.
    private static byte[] Picture(Random random, int length)
    {
        var bytes = Bytes(random, length);
        if (length < 8 || random.Next(3) == 0) return bytes;
        byte[][] heads = [[0x10], [0x90, 0x80, 0x11], [0x90, 0x80, 0x81, 0x22], [0x90, 0xE0, 0x83, 0x33, 0x44, 0x20], [0x90, 0x10, 0x01]];
        var head = heads[random.Next(heads.Length)];
        head.CopyTo(bytes, 0);
        bytes[head.Length] = (byte)(random.Next(2) == 0 ? bytes[head.Length] & 0xFE : bytes[head.Length] | 1);
        return bytes;
    }

    /// <summary>One who loses much, wants it again, and changes its mind of what it watches.</summary>
    private sealed class Listener
    {
        private readonly VirtualNetwork network;

        public Listener(VirtualNetwork network, string peer, Action<FakeBrowser> with)
        {
            this.network = network;
            Browser = network.Add("room", peer);
            with(Browser);
            Browser.Want(1, 1);
            Browser.Negotiate();
        }

        public FakeBrowser Browser { get; }

        public List<byte[]> Heard { get; } = [];

        public int Redundant { get; private set; }

        public int Pictures { get; private set; }

        public void Answer(Random random)
        {
            foreach (var arrival in Browser.Take("ann", Microphone)) Hear(arrival);
            var pictures = Browser.Take("ann", Camera);
            Pictures += pictures.Count;
            if (random.Next(8) == 0)
                network.Relay.Subscribe("room", Browser.Peer, [new("ann", Camera, random.Next(2) == 0 ? 100 : 720)], network.Now);
            var (sound, picture) = (SsrcOf(Microphone), SsrcOf(Camera));
            if (random.Next(10) == 0)
                Browser.SendFeedback((ref RtcpWriter writer) => writer.TryWriteReceiverReport(2, [new(sound, 255, 1, 1, 0, 0, 0)]));
            if (pictures.Count > 0 && random.Next(2) == 0)
                Browser.SendFeedback(
                    (ref RtcpWriter writer) => writer.TryWriteNack(1, picture, [pictures[random.Next(pictures.Count)].Sequence]));
        }

        private uint SsrcOf(TrackSource source) => Browser.SsrcOf(Browser.Tracks.Single(track => track.Source == source).Mid);

        private void Hear(Arrival arrival)
        {
            if (Browser.RedType == 0 || arrival.PayloadType != Browser.RedType)
            {
                Heard.Add(arrival.Payload);
                return;
            }
            Redundant++;
            Assert.True(RedundantAudio.TryReadPrimary(arrival.Payload, out _, out var primary));
            Heard.Add(primary.ToArray());
        }
    }
}
