namespace Telehealth.Media.Receiving;

/// <summary>Bits a second over the last second, in ten parts that are forgotten one by one.</summary>
internal struct RateMeter
{
    private const int Parts = 10;
    private const long PartMs = 100;
    private Counts _counts;
    private long _part;

    public void Add(int bytes, TimeSpan now)
    {
        Advance(now);
        _counts[(int)(_part % Parts)] += bytes;
    }

    public long BitsPerSecond(TimeSpan now)
    {
        Advance(now);
        long sum = 0;
        for (var i = 0; i < Parts; i++) sum += _counts[i];
        return sum * 8;
    }

    private void Advance(TimeSpan now)
    {
        var part = (long)now.TotalMilliseconds / PartMs;
        if (part - _part >= Parts) _counts = default;
        else
            for (var p = _part + 1; p <= part; p++)
                _counts[(int)(p % Parts)] = 0;
        if (part > _part) _part = part;
    }

    [System.Runtime.CompilerServices.InlineArray(Parts)]
    private struct Counts
    {
        private long _first;
    }
}
