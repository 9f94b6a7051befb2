using System.Numerics;

namespace Telehealth.Server.Visits.MediaLoop;

/// <summary>
/// How long datagrams stay in the relay: from the moment when their batch was taken to the moment when what followed from it was
/// sent. Buckets are log-linear, eight to a doubling, so a percentile is right within 12 %. One thread records, any thread reads;
/// nothing is allocated by recording.
/// </summary>
internal sealed class TransitHistogram
{
    private const int StepBits = 3;
    private const int Steps = 1 << StepBits;

    // Up to 2^20 µs, about a second; what took longer counts as that.
    private const int Doublings = 20;
    private const long MaxMicroseconds = (1L << Doublings) - 1;

    private readonly long[] _buckets = new long[(Doublings - StepBits + 1) * Steps];
    private long _count;
    private long _maxTicks;

    public long Count => Volatile.Read(ref _count);

    public TimeSpan Max => TimeSpan.FromTicks(Volatile.Read(ref _maxTicks));

    /// <summary>What several have recorded, as one that stays as it is.</summary>
    public static TransitHistogram Of(IEnumerable<TransitHistogram> several)
    {
        var all = new TransitHistogram();
        foreach (var one in several)
        {
            for (var i = 0; i < all._buckets.Length; i++) all._buckets[i] += Volatile.Read(ref one._buckets[i]);
            all._count += one.Count;
            all._maxTicks = Math.Max(all._maxTicks, Volatile.Read(ref one._maxTicks));
        }
        return all;
    }

    /// <summary>Adds datagrams that took the same time.</summary>
    public void Record(TimeSpan transit, int datagrams)
    {
        var microseconds = Math.Clamp(transit.Ticks / TimeSpan.TicksPerMicrosecond, 0, MaxMicroseconds);
        ref var bucket = ref _buckets[BucketOf(microseconds)];
        Volatile.Write(ref bucket, bucket + datagrams);
        if (transit.Ticks > _maxTicks) Volatile.Write(ref _maxTicks, transit.Ticks);
        Volatile.Write(ref _count, _count + datagrams);
    }

    /// <summary>
    /// The time within which this part of all datagrams went on, rounded up to its bucket's end; zero when there was none.
    /// </summary>
    /// <param name="part">0 to 1.</param>
    public TimeSpan Percentile(double part)
    {
        var counts = new long[_buckets.Length];
        for (var i = 0; i < counts.Length; i++) counts[i] = Volatile.Read(ref _buckets[i]);
        var total = counts.Sum();
        var wanted = (long)Math.Ceiling(total * Math.Clamp(part, 0, 1));
        var seen = 0L;
        for (var i = 0; i < counts.Length && total > 0; i++)
        {
            seen += counts[i];
            if (seen >= wanted && counts[i] > 0) return TimeSpan.FromMicroseconds(EndOf(i));
        }
        return TimeSpan.Zero;
    }

    // The first eight buckets are single microseconds; from there each doubling is cut in eight.
    private static int BucketOf(long microseconds)
    {
        if (microseconds < Steps) return (int)microseconds;
        var shift = BitOperations.Log2((ulong)microseconds) - StepBits;
        return (shift + 1) * Steps + (int)(microseconds >> shift) - Steps;
    }

    private static long EndOf(int bucket)
    {
        if (bucket < Steps) return bucket + 1;
        var shift = bucket / Steps - 1;
        return (long)(bucket % Steps + Steps + 1) << shift;
    }
}
