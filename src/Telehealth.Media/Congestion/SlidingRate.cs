namespace Telehealth.Media.Congestion;

/// <summary>
/// Bits a second over the last half second, in twenty slots: fifteen frames of a usual video, so that one large frame is no peak.
/// Times may come a little out of order; what is older than the window is left out.
/// </summary>
internal sealed class SlidingRate
{
    private const int SlotMs = 25;
    private const int Slots = 20;

    // A rate of less than this is that of one burst.
    private const int MinSlots = 6;

    private readonly int[] _bytes = new int[Slots];
    private bool _hasStarted;
    private long _first;
    private long _newest;
    private long _sum;

    public void Add(double nowMs, int bytes)
    {
        var slot = (long)(nowMs / SlotMs);
        if (!_hasStarted || slot - _newest > 4 * Slots || _newest - slot > 4 * Slots) Start(slot);
        if (slot > _newest) Advance(slot);
        if (slot <= _newest - Slots) return;
        _bytes[Place(slot)] += bytes;
        _sum += bytes;
        if (slot < _first) _first = slot;
    }

    /// <summary>The rate at a time; 0 while too little is known.</summary>
    public long At(double nowMs)
    {
        if (!_hasStarted) return 0;
        Advance((long)(nowMs / SlotMs));
        return Newest;
    }

    /// <summary>The rate as of the newest addition; 0 while too little is known.</summary>
    public long Newest
    {
        get
        {
            var slots = Math.Min(Slots, _newest - _first + 1);
            return slots < MinSlots ? 0 : _sum * 8 * 1000 / (slots * SlotMs);
        }
    }

    /// <summary>
    /// The rate of the last 150 ms, or <see cref="Newest"/> if that is more. While a queue grows this is what the link carries, even
    /// when little was sent until just now.
    /// </summary>
    public long Peak
    {
        get
        {
            if (Newest == 0) return 0;
            long recent = 0;
            for (var i = 0; i < MinSlots; i++) recent += _bytes[Place(_newest - i)];
            return Math.Max(Newest, recent * 8 * 1000 / (MinSlots * SlotMs));
        }
    }

    // A pause of some windows, or a clock that jumped: what was is of no use.
    private void Start(long slot)
    {
        Array.Clear(_bytes);
        _sum = 0;
        _first = _newest = slot;
        _hasStarted = true;
    }

    private void Advance(long slot)
    {
        for (var cleared = 0; _newest < slot && cleared < Slots; cleared++)
        {
            _newest++;
            _sum -= _bytes[Place(_newest)];
            _bytes[Place(_newest)] = 0;
        }
        if (_newest < slot) _newest = slot;
    }

    private static int Place(long slot) => (int)(((slot % Slots) + Slots) % Slots);
}
