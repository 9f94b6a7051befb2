namespace Telehealth.LoadTests.Measuring;

/// <summary>
/// Counts durations in buckets that grow with the value, as HdrHistogram does: every bucket is at most 1/64 wide, so a percentile is right
/// to 1.6 %, from a microsecond to hours, in a few kilobytes. Safe for several threads.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBucketBits = 6;
    private const int SubBuckets = 1 << SubBucketBits;
    private readonly long[] _counts = new long[(64 - SubBucketBits) * SubBuckets];

    public long Count => _counts.Sum();

    public void Add(TimeSpan duration) => Interlocked.Increment(ref _counts[IndexOf((long)Math.Max(0, duration.TotalMicroseconds))]);

    /// <summary>The value that this share (0 to 1) of all durations does not exceed; zero when there are none.</summary>
    public TimeSpan Percentile(double share)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (var index = 0; index < _counts.Length; index++)
        {
            seen += _counts[index];
            if (seen >= wanted)
            {
                return TimeSpan.FromMicroseconds(HighestIn(index));
            }
        }

        return TimeSpan.Zero;
    }

    // Values below 64 have a bucket each; above, the six bits after the leading one choose among 64 buckets of that magnitude.
    private static int IndexOf(long micros)
    {
        if (micros < SubBuckets)
        {
            return (int)micros;
        }

        var magnitude = 63 - long.LeadingZeroCount(micros) - SubBucketBits;
        return (int)((magnitude + 1) * SubBuckets + ((micros >> (int)magnitude) - SubBuckets));
    }

    private static long HighestIn(int index)
    {
        if (index < SubBuckets)
        {
            return index;
        }

        var magnitude = index / SubBuckets - 1;
        return (((long)(index % SubBuckets) + SubBuckets + 1) << magnitude) - 1;
    }
}
