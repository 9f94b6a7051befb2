using Telehealth.Media.Rtp;

namespace Telehealth.Media.Tests.Rtp;

public sealed class ReceptionStatisticsTests
{
    [Fact]
    public void Numbers_go_on_over_the_end_of_their_range()
    {
        var statistics = new ReceptionStatistics();
        statistics.Take(65_534, out var first);
        statistics.Take(65_535, out _);
        Assert.Equal(SequenceVerdict.Newest, statistics.Take(1, out var third));
        Assert.Equal(3, third - first);
        Assert.Equal(SequenceVerdict.Late, statistics.Take(0, out var late));
        Assert.Equal(2, late - first);
        Assert.Equal(0x10001u, statistics.Highest);
        Assert.Equal(0, statistics.Lost);
    }

    [Fact]
    public void The_fraction_lost_counts_since_the_last_report()
    {
        var statistics = new ReceptionStatistics();
        for (ushort i = 0; i < 100; i++)
            if (i % 4 != 1)
                statistics.Take(i, out _);
        Assert.Equal(25, statistics.Lost);
        Assert.Equal(64, statistics.TakeFractionLost());
        for (ushort i = 100; i < 200; i++) statistics.Take(i, out _);
        Assert.Equal(0, statistics.TakeFractionLost());
        Assert.Equal(25, statistics.Lost);
    }

    [Fact]
    public void A_lone_jump_is_suspect_and_a_confirmed_one_begins_anew()
    {
        var statistics = new ReceptionStatistics();
        statistics.Take(10, out _);
        Assert.Equal(SequenceVerdict.Suspect, statistics.Take(20_000, out _));
        Assert.Equal(SequenceVerdict.Newest, statistics.Take(11, out _));
        Assert.Equal(SequenceVerdict.Suspect, statistics.Take(20_000, out _));
        Assert.Equal(SequenceVerdict.Restarted, statistics.Take(20_001, out _));
        Assert.Equal(0, statistics.Lost);
    }

    [Fact]
    public void Jitter_follows_the_worked_formula()
    {
        // RFC 3550 A.8 with a 8 kHz clock: packets of 20 ms that arrive 20 and 30 ms apart: |D| = 0, then 80 units; J = 80/16 = 5.
        var statistics = new ReceptionStatistics();
        statistics.TakeTiming(0, TimeSpan.FromMilliseconds(1000), 8000);
        statistics.TakeTiming(160, TimeSpan.FromMilliseconds(1020), 8000);
        statistics.TakeTiming(320, TimeSpan.FromMilliseconds(1050), 8000);
        Assert.Equal(5u, statistics.Jitter);
        // Over the wrap of the timestamp nothing jumps.
        var wrapped = new ReceptionStatistics();
        wrapped.TakeTiming(0xFFFF_FF60, TimeSpan.FromMilliseconds(1000), 8000);
        wrapped.TakeTiming(0, TimeSpan.FromMilliseconds(1020), 8000);
        Assert.Equal(0u, wrapped.Jitter);
    }
}
