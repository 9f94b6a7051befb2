namespace Telehealth.Testing.Media;

/// <summary>What a network does to the datagrams of one direction.</summary>
public sealed record Impairment
{
    /// <summary>The part that is lost, 0 to 1, each datagram by itself.</summary>
    public double Loss { get; init; }

    /// <summary>How long each takes.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How much more or less than that, evenly spread; the order stays, as it does in one queue.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>The part that is overtaken by those behind it.</summary>
    public double Reordering { get; init; }

    /// <summary>How far behind a reordered datagram falls.</summary>
    public TimeSpan ReorderedBy { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The part that arrives twice.</summary>
    public double Duplication { get; init; }

    /// <summary>Bits a second, or 0 for no limit. What comes faster waits in a queue.</summary>
    public long RateBps { get; init; }

    /// <summary>How long that queue is; what would wait longer is lost.</summary>
    public TimeSpan Queue { get; init; } = TimeSpan.FromMilliseconds(300);
}

/// <summary>What has become of the datagrams of one direction. Any thread may read.</summary>
public sealed class ImpairmentCounters
{
    private long passed;
    private long lost;
    private long overflowed;
    private long duplicated;
    private long reordered;

    public long Passed => Volatile.Read(ref passed);

    /// <summary>Lost by chance.</summary>
    public long Lost => Volatile.Read(ref lost);

    /// <summary>Lost because the rate's queue was full.</summary>
    public long Overflowed => Volatile.Read(ref overflowed);

    public long Duplicated => Volatile.Read(ref duplicated);

    public long Reordered => Volatile.Read(ref reordered);

    public override string ToString() =>
        FormattableString.Invariant($"passed {Passed} lost {Lost} overflowed {Overflowed} duplicated {Duplicated} reordered {Reordered}");

    internal void CountPassed() => passed++;

    internal void CountLost() => lost++;

    internal void CountOverflowed() => overflowed++;

    internal void CountDuplicated() => duplicated++;

    internal void CountReordered() => reordered++;
}

/// <summary>
/// Decides when a datagram arrives, and whether. A value machine: time and randomness come in, so that one seed and the same
/// datagrams at the same times give the same fate.
/// </summary>
public sealed class ImpairedLink(Impairment impairment, Random random)
{
    private const int BitsPerByte = 8;

    // The datagram's headers take their part of the rate: IPv4 and UDP.
    private const int HeaderBytes = 28;

    private TimeSpan lineIsFreeAt;
    private TimeSpan lastArrival;

    public ImpairmentCounters Counters { get; } = new();

    /// <summary>Takes a datagram.</summary>
    /// <param name="bytes">Its length.</param>
    /// <param name="now">Monotonic time, never less than before.</param>
    /// <param name="again">When it arrives a second time, or null.</param>
    /// <returns>When it arrives, or null when it does not.</returns>
    public TimeSpan? Take(int bytes, TimeSpan now, out TimeSpan? again)
    {
        again = null;
        if (!TryQueue(bytes, now, out var left))
        {
            Counters.CountOverflowed();
            return null;
        }
        if (Happens(impairment.Loss))
        {
            Counters.CountLost();
            return null;
        }
        var arrival = left + impairment.Delay + ((2 * random.NextDouble() - 1) * impairment.Jitter);
        if (arrival < now) arrival = now;
        if (Happens(impairment.Reordering))
        {
            Counters.CountReordered();
            arrival += impairment.ReorderedBy;
        }
        else
        {
            if (arrival < lastArrival) arrival = lastArrival;
            lastArrival = arrival;
        }
        if (Happens(impairment.Duplication))
        {
            Counters.CountDuplicated();
            again = arrival;
        }
        Counters.CountPassed();
        return arrival;
    }

    private bool TryQueue(int bytes, TimeSpan now, out TimeSpan left)
    {
        left = now;
        if (impairment.RateBps <= 0) return true;
        var begins = lineIsFreeAt > now ? lineIsFreeAt : now;
        if (begins - now > impairment.Queue) return false;
        left = lineIsFreeAt = begins + TimeSpan.FromSeconds((double)(bytes + HeaderBytes) * BitsPerByte / impairment.RateBps);
        return true;
    }

    // Always draws, so that one setting does not shift the fate that another decides.
    private bool Happens(double part) => random.NextDouble() < part;
}
