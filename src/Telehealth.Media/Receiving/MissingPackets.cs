namespace Telehealth.Media.Receiving;

/// <summary>
/// The packets that a publisher has sent and that have not come: asked for after a short wait (they may only have been overtaken),
/// again each round trip, and given up after ten times or when they have left the window. What is given up stays a gap, which the
/// receivers see and cure as they see fit.
/// </summary>
internal sealed class MissingPackets
{
    public const int Capacity = 64;
    private const int MaxAttempts = 10;
    private static readonly TimeSpan ReorderWait = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan MinRetry = TimeSpan.FromMilliseconds(20);

    private readonly Entry[] _entries = new Entry[Capacity];
    private int _count;

    /// <summary>When the next packet is to be asked for; the maximum when none is missing.</summary>
    public TimeSpan Due { get; private set; } = TimeSpan.MaxValue;

    /// <summary>Notes a hole. One wider than the window is an outage, not a loss: asking for it all would only add to it.</summary>
    /// <param name="first">The first missing number.</param>
    /// <param name="next">The number after the last missing one.</param>
    /// <param name="now">The time.</param>
    public void Add(long first, long next, TimeSpan now)
    {
        if (next - first > Capacity)
        {
            Clear();
            return;
        }
        var overflow = _count + (int)(next - first) - Capacity;
        if (overflow > 0) RemoveFirst(overflow);
        for (var sequence = first; sequence < next; sequence++) _entries[_count++] = new(sequence, now + ReorderWait, 0);
        if (now + ReorderWait < Due) Due = now + ReorderWait;
    }

    public void Arrived(long sequence)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_entries[i].Sequence != sequence) continue;
            Array.Copy(_entries, i + 1, _entries, i, --_count - i);
            if (_count == 0) Due = TimeSpan.MaxValue;
            return;
        }
    }

    /// <summary>Takes the numbers to ask for now, in ascending order.</summary>
    /// <param name="now">The time.</param>
    /// <param name="roundTrip">To the publisher and back.</param>
    /// <param name="numbers">At least 64 places.</param>
    public int TakeDue(TimeSpan now, TimeSpan roundTrip, Span<ushort> numbers)
    {
        if (now < Due) return 0;
        var retry = roundTrip > MinRetry ? roundTrip : MinRetry;
        int taken = 0, kept = 0;
        Due = TimeSpan.MaxValue;
        for (var i = 0; i < _count; i++)
        {
            var entry = _entries[i];
            if (entry.DueAt <= now)
            {
                if (entry.Attempts == MaxAttempts) continue;
                numbers[taken++] = (ushort)entry.Sequence;
                entry = new(entry.Sequence, now + retry, entry.Attempts + 1);
            }
            _entries[kept++] = entry;
            if (entry.DueAt < Due) Due = entry.DueAt;
        }
        _count = kept;
        return taken;
    }

    public void Clear()
    {
        _count = 0;
        Due = TimeSpan.MaxValue;
    }

    private void RemoveFirst(int count)
    {
        _count -= count;
        Array.Copy(_entries, count, _entries, 0, _count);
    }

    private readonly record struct Entry(long Sequence, TimeSpan DueAt, int Attempts);
}
