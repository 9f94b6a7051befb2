using Telehealth.Media.Congestion;
using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Tests.Congestion;

public sealed class ArrivalLogTests
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(100);

    [Fact]
    public void Arrivals_are_told_fifty_milliseconds_after_the_first()
    {
        var log = new ArrivalLog();
        Assert.Equal(TimeSpan.MaxValue, log.Due);
        log.Note(10, Start);
        log.Note(12, Start + TimeSpan.FromMilliseconds(10));
        Assert.Equal(Start + TimeSpan.FromMilliseconds(50), log.Due);
        Assert.Empty(Tell(log, Start + TimeSpan.FromMilliseconds(49)));

        var told = Tell(log, log.Due);

        Assert.Equal([(10, Start), (11, null), (12, Start + TimeSpan.FromMilliseconds(10))], told);
        Assert.Equal(TimeSpan.MaxValue, log.Due);
    }

    [Fact]
    public void Many_arrivals_are_told_at_once()
    {
        var log = new ArrivalLog();
        for (ushort i = 0; i < 200; i++) log.Note(i, Start);
        Assert.True(log.Due <= Start);
        Assert.Equal(200, Tell(log, Start).Count);
    }

    [Fact]
    public void What_was_told_lost_and_comes_late_is_told_by_itself()
    {
        var log = new ArrivalLog();
        log.Note(10, Start);
        log.Note(13, Start);
        Tell(log, log.Due);
        log.Note(11, Start + TimeSpan.FromMilliseconds(60));
        log.Note(15, Start + TimeSpan.FromMilliseconds(61));

        var told = Tell(log, log.Due);

        Assert.Equal(
            [(11, Start + TimeSpan.FromMilliseconds(60)), (14, null), (15, Start + TimeSpan.FromMilliseconds(61))], told);
    }

    [Fact]
    public void What_nobody_takes_is_forgotten_from_its_oldest_end()
    {
        var log = new ArrivalLog();
        for (var i = 0; i < 100_000; i++) log.Note((ushort)i, Start);
        var told = Tell(log, Start);
        Assert.InRange(told.Count, 256, 512);
        Assert.Equal((100_000 - 1) & 0xFFFF, told[^1].Sequence);
        Assert.DoesNotContain(told, status => status.At is null);
    }

    [Fact]
    public void A_buffer_that_is_full_takes_nothing_and_loses_nothing()
    {
        var log = new ArrivalLog();
        log.Note(1, Start);
        var writer = new RtcpWriter(new byte[23]);
        Assert.False(log.TryWrite(ref writer, 1, 2, log.Due));
        Assert.Equal(0, writer.Length);
        Assert.Single(Tell(log, log.Due));
    }

    [Theory]
    [InlineData(0.00, 0)]
    [InlineData(0.30, 0)]
    [InlineData(0.02, 40)]
    [InlineData(0.50, 200)]
    public void Every_arrival_is_told_once_with_its_time(double loss, int reorderMs)
    {
        var seed = 1000 + (int)(loss * 100) + reorderMs;
        var random = new Random(seed);
        var log = new ArrivalLog();
        var expected = new List<(long Sequence, TimeSpan At)>();
        var told = new Dictionary<long, TimeSpan>();
        // So near the wrap of the 24 bits that it comes within the run.
        var time = TimeSpan.FromMilliseconds(64L * (1 << 24) - 5_000);
        var sequence = 65_000L;
        var unwrap = new ToldTimes(sequence, time);

        var flying = new PriorityQueue<long, TimeSpan>();
        for (var i = 0; i < 20_000; i++)
        {
            time += TimeSpan.FromMicroseconds(random.Next(0, 8_000));
            if (i % 5_000 == 2_500) sequence += 20_000;
            if (i % 3_000 == 1_500) time += TimeSpan.FromSeconds(9);
            sequence++;
            if (random.NextDouble() >= loss) flying.Enqueue(sequence, time + TimeSpan.FromMilliseconds(random.Next(reorderMs + 1)));
            while (flying.TryPeek(out var arriving, out var at) && at <= time)
            {
                flying.Dequeue();
                log.Note((ushort)arriving, at);
                expected.Add((arriving, at));
            }
            if (time >= log.Due) Tell(log, time, unwrap, told);
        }
        Tell(log, log.Due, unwrap, told);

        Assert.Equal(expected.Count, told.Count);
        Assert.All(expected, arrival =>
        {
            Assert.True(told.TryGetValue(arrival.Sequence, out var at), $"{arrival.Sequence} was not told; seed {seed}");
            Assert.InRange((arrival.At - at).TotalMilliseconds, 0, 0.25);
        });
    }

    private static List<(int Sequence, TimeSpan? At)> Tell(ArrivalLog log, TimeSpan now)
    {
        var statuses = new List<(int, TimeSpan?)>();
        var buffer = new byte[1200];
        var writer = new RtcpWriter(buffer);
        while (log.TryWrite(ref writer, 1, 2, now)) { }
        for (var rest = writer.Written; RtcpPacket.TryTake(ref rest, out var packet);)
        {
            Assert.True(packet.TryReadTransportWide(out var feedback));
            var quarters = feedback.ReferenceTime * 256L;
            foreach (var status in feedback)
            {
                quarters += status.DeltaQuarterMs;
                statuses.Add((status.Sequence, status.IsReceived ? TimeSpan.FromMicroseconds(250 * quarters) : null));
            }
        }
        return statuses;
    }

    // In buffers of random size, so that what does not fit goes into the next.
    private static void Tell(ArrivalLog log, TimeSpan now, ToldTimes unwrap, Dictionary<long, TimeSpan> told)
    {
        while (log.Due <= now)
        {
            var writer = new RtcpWriter(new byte[60 + told.Count % 100]);
            while (log.TryWrite(ref writer, 1, 2, now)) { }
            for (var rest = writer.Written; RtcpPacket.TryTake(ref rest, out var packet);)
            {
                Assert.True(packet.TryReadTransportWide(out var feedback));
                foreach (var (sequence, at) in unwrap.Read(feedback)) told.Add(sequence, at);
            }
        }
    }

    /// <summary>Extends numbers and times by the last ones.</summary>
    private sealed class ToldTimes(long sequence, TimeSpan time)
    {
        private long _sequence = sequence;
        private long _reference = (long)time.TotalMilliseconds / 64;
        private byte _feedbackCount = 255;

        public List<(long Sequence, TimeSpan At)> Read(TransportWideFeedback feedback)
        {
            Assert.Equal((byte)(_feedbackCount + 1), feedback.FeedbackCount);
            _feedbackCount++;
            _reference += ((feedback.ReferenceTime - (int)_reference) << 8) >> 8;
            var quarters = _reference * 256;
            var read = new List<(long, TimeSpan)>();
            foreach (var status in feedback)
            {
                var extended = _sequence + (short)(status.Sequence - (ushort)_sequence);
                _sequence = Math.Max(_sequence, extended);
                quarters += status.DeltaQuarterMs;
                if (status.IsReceived) read.Add((extended, TimeSpan.FromMicroseconds(250 * quarters)));
            }
            return read;
        }
    }
}
