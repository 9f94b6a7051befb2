using System.Runtime.InteropServices;
using Telehealth.Media.Congestion;
using Telehealth.Media.Rtcp;
using Telehealth.Testing.Media;
using static Telehealth.Media.Receiving.TrackSource;

namespace Telehealth.Media.Tests.Rooms;

/// <summary>A call of two that goes on and on: after a few minutes it has what it needs, and takes no more.</summary>
[Collection(nameof(Alone))]
public sealed partial class LongCallTests : IDisposable
{
    private const byte TransportId = 3;
    private const int SoundMs = 20;
    private const int PictureMs = 33;
    private const int LossEvery = 97;
    private const long MaxNativeGrowth = 12 << 20;

    private readonly VirtualNetwork network = new(seed: 41);
    private readonly List<Speaker> speakers = [];

    public void Dispose() => network.Dispose();

    [Fact]
    public void Twelve_minutes_of_a_call_take_no_more_memory_than_two()
    {
        foreach (var name in new[] { "ann", "ben" }) speakers.Add(new(network, name));
        foreach (var speaker in speakers) speaker.Connect();
        network.RunUntil(() => speakers.TrueForAll(speaker => speaker.Browser.Transport.IsConnected));
        foreach (var speaker in speakers) speaker.Browser.FollowNotices();
        Talk(minutes: 2);
        var (managed, native) = (Settled(), NativeInUse());

        Talk(minutes: 10);

        Assert.InRange(Settled() - managed, long.MinValue, 64 * 1024);
        // The runtime's own comes and goes by some megabytes; what is lost with each packet would be more.
        Assert.InRange(NativeInUse() - native, long.MinValue, MaxNativeGrowth);
        Assert.Equal(0, network.Relay.Counters.Faults);
        Assert.True(network.Relay.Counters.PacketsForwarded > 100_000);
        Assert.True(network.Relay.Counters.PacketsResent > 100);
    }

    private void Talk(int minutes)
    {
        for (var ms = 0; ms < minutes * 60_000; ms++)
        {
            foreach (var speaker in speakers) speaker.Step(ms);
            network.Run(1);
            // The owner of a room takes its notices; the lists of a test are not what is weighed.
            if (ms % 1_000 == 0) network.Notices.Clear();
        }
    }

    // What OpenSSL holds is the C library's, and no collector's.
    private static long NativeInUse() => (long)mallinfo2().UsedBytes;

    [LibraryImport("libc.so.6")]
    private static partial MallocFigures mallinfo2();

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct MallocFigures
    {
        public readonly nuint Arena, FreeChunks, FastBins, Mapped, MappedBytes, Unused, FastBytes, UsedBytes, FreeBytes, Top;
    }

    /// <summary>One side: it talks, shows itself, tells what came, and wants again what did not.</summary>
    private sealed class Speaker
    {
        private readonly VirtualNetwork network;
        private readonly ArrivalLog arrivals = new();
        private int received;
        private ushort lost;

        public Speaker(VirtualNetwork network, string name)
        {
            this.network = network;
            Browser = network.Add("room", name);
            (Browser.TransportId, Browser.RtxType, Browser.RedType) = (TransportId, 97, 63);
            Browser.Publish(Microphone);
            Browser.Publish(Camera);
        }

        public FakeBrowser Browser { get; }

        public void Connect()
        {
            Browser.Want(1, 1);
            Browser.Negotiate();
        }

        public void Step(int ms)
        {
            if (ms % SoundMs == 0) Browser.SendSound("a word of a long talk", levelDb: 30);
            if (ms % PictureMs == 0) Browser.SendPicture(isKeyFrame: ms % (PictureMs * 300) == 0, new string('p', 900));
            while (Browser.Transport.ReceivedRtp.TryDequeue(out var packet))
            {
                var arrival = Arrival.Read(packet);
                if (++received % LossEvery == 0)
                {
                    lost = arrival.Sequence;
                    Browser.SendFeedback((ref RtcpWriter writer) => writer.TryWriteNack(1, arrival.Ssrc, [lost]));
                    continue;
                }
                if (arrival.Extension(TransportId) is { } number) arrivals.Note((ushort)(number[0] << 8 | number[1]), network.Now);
            }
            if (network.Now >= arrivals.Due)
                Browser.SendFeedback((ref RtcpWriter writer) => arrivals.TryWrite(ref writer, 1, 1, network.Now));
            if (ms % 1_000 == 0)
                foreach (var track in Browser.Tracks)
                    Browser.SendFeedback(
                        (ref RtcpWriter writer) =>
                            writer.TryWriteReceiverReport(2, [new(Browser.SsrcOf(track.Mid), 3, 1, (uint)received, 0, 0, 0)]));
            Browser.Transport.ReceivedRtcp.Clear();
        }
    }
}
