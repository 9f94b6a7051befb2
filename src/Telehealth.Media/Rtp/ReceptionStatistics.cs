namespace Telehealth.Media.Rtp;

/// <summary>
/// What a receiver knows about one source: extended sequence numbers, loss and jitter as receiver reports want them (RFC 3550
/// appendices A.1, A.3 and A.8). The probation of A.1 is left out: SRTP has already shown that the source is genuine.
/// A mutable value: keep it in a field.
/// </summary>
public struct ReceptionStatistics
{
    private const int MaxDropout = 3000;
    private const int MaxMisorder = 100;
    private const int NoSuspect = -1;

    // One cycle above zero, so that a packet that comes late to the start still has a number that is not negative.
    private const long FirstCycle = 0x10000;

    private bool _hasStarted;
    private long _base;
    private long _highest;
    private long _received;
    private long _expectedBefore;
    private long _receivedBefore;
    private int _suspect;
    private int _transit;
    private double _jitter;
    private bool _hasTransit;

    /// <summary>Packets taken since the start of the run, late ones included.</summary>
    public readonly long Received => _received;

    /// <summary>The extended highest sequence number as a report block carries it: the cycles in the upper half.</summary>
    public readonly uint Highest => unchecked((uint)(_highest - FirstCycle));

    /// <summary>The newest number as <see cref="Take"/> extends it; 0 before the first packet.</summary>
    public readonly long HighestExtended => _highest;

    /// <summary>Packets lost since the start, at least 0 (A.3).</summary>
    public readonly long Lost => _hasStarted ? Math.Max(0, Expected - _received) : 0;

    /// <summary>The interarrival jitter in units of the source's clock (A.8).</summary>
    public readonly uint Jitter => (uint)_jitter;

    private readonly long Expected => _highest - _base + 1;

    /// <summary>Takes the next packet's number (A.1).</summary>
    /// <param name="sequenceNumber">As in the header.</param>
    /// <param name="extended">The number with its cycles; for <see cref="SequenceVerdict.Suspect"/> of no meaning.</param>
    public SequenceVerdict Take(ushort sequenceNumber, out long extended)
    {
        if (!_hasStarted)
        {
            Start(sequenceNumber);
            extended = _highest;
            return SequenceVerdict.Newest;
        }

        var delta = (short)(sequenceNumber - (ushort)_highest);
        extended = _highest + delta;
        if (delta is > 0 and < MaxDropout)
        {
            _highest = extended;
            _received++;
            _suspect = NoSuspect;
            return SequenceVerdict.Newest;
        }
        if (delta is <= 0 and > -MaxMisorder)
        {
            _received++;
            return SequenceVerdict.Late;
        }
        if (sequenceNumber == _suspect)
        {
            Start(sequenceNumber);
            extended = _highest;
            return SequenceVerdict.Restarted;
        }
        _suspect = (ushort)(sequenceNumber + 1);
        return SequenceVerdict.Suspect;
    }

    /// <summary>Follows the jitter (A.8). Call for the newest packets, not for late ones.</summary>
    /// <param name="timestamp">As in the header.</param>
    /// <param name="arrival">When it came, on the relay's clock.</param>
    /// <param name="clockRate">The codec's clock in Hz.</param>
    public void TakeTiming(uint timestamp, TimeSpan arrival, int clockRate)
    {
        // The difference of two 32-bit counters must be taken modulo 2^32 before it is called a distance.
        var ticks = (uint)(long)(arrival.TotalSeconds * clockRate);
        var transit = unchecked((int)(ticks - timestamp));
        if (_hasTransit)
        {
            var distance = Math.Abs((double)unchecked(transit - _transit));
            _jitter += (distance - _jitter) / 16;
        }
        _transit = transit;
        _hasTransit = true;
    }

    /// <summary>The fraction lost since the last call in 1/256 (A.3), as a report block carries it.</summary>
    public byte TakeFractionLost()
    {
        if (!_hasStarted) return 0;
        var expected = Expected - _expectedBefore;
        var received = _received - _receivedBefore;
        (_expectedBefore, _receivedBefore) = (Expected, _received);
        var lost = expected - received;
        return expected <= 0 || lost <= 0 ? (byte)0 : (byte)Math.Min(255, (lost << 8) / expected);
    }

    private void Start(ushort sequenceNumber)
    {
        _base = _highest = FirstCycle + sequenceNumber;
        _received = 1;
        _expectedBefore = _receivedBefore = 0;
        _suspect = NoSuspect;
        _hasStarted = true;
        _hasTransit = false;
    }
}
