using Telehealth.Server.Visits.MediaLoop;

namespace Telehealth.Server.Tests.MediaLoop;

public sealed class TransitHistogramTests
{
    [Fact]
    public void An_empty_histogram_says_zero()
    {
        var transit = new TransitHistogram();

        Assert.Equal((0L, TimeSpan.Zero, TimeSpan.Zero), (transit.Count, transit.Max, transit.Percentile(0.99)));
    }

    [Fact]
    public void Percentiles_are_right_within_an_eighth()
    {
        var transit = new TransitHistogram();
        var random = new Random(23);
        var times = Enumerable.Range(0, 10_000).Select(_ => Math.Exp(random.NextDouble() * Math.Log(1_000_000))).Order().ToArray();

        foreach (var microseconds in times) transit.Record(TimeSpan.FromMicroseconds(microseconds), 1);

        foreach (var part in new[] { 0.1, 0.5, 0.9, 0.99 })
        {
            var exact = times[(int)(part * times.Length) - 1];
            Assert.InRange(transit.Percentile(part).TotalMicroseconds, exact * 0.999, exact * 1.126 + 1);
        }
        Assert.Equal(10_000, transit.Count);
        Assert.Equal(times[^1], transit.Max.TotalMicroseconds, tolerance: 1);
    }

    [Fact]
    public void What_takes_longer_than_a_second_counts_as_a_second_and_shows_as_the_longest()
    {
        var transit = new TransitHistogram();

        transit.Record(TimeSpan.FromMinutes(1), 5);

        Assert.Equal(5, transit.Count);
        Assert.Equal(TimeSpan.FromMinutes(1), transit.Max);
        Assert.InRange(transit.Percentile(0.5).TotalSeconds, 0.9, 1.1);
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        var transit = new TransitHistogram();
        transit.Record(TimeSpan.FromMicroseconds(1), 1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++) transit.Record(TimeSpan.FromMicroseconds(i), 3);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
