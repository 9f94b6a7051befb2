using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Congestion;

/// <summary>
/// When a publisher's packets came, told back to it so that it can fit its rate to its link (transport-wide feedback, draft 01).
/// Each arrival is told once. A number that did not come is told as lost by the feedback that goes beyond it; when it comes later
/// after all, it is told then, in a packet of its own that says nothing about its neighbours.
/// </summary>
internal sealed class ArrivalLog
{
    // At 50 ms a packet of feedback every twenty packets of 4 Mbit/s: about 1 % of the rate. Browsers react to it within a round trip.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    // A faster publisher is told earlier: a datagram of feedback should not be split.
    private const int Many = 128;

    // What waits is bounded for the case that nobody takes it.
    private const int Capacity = 512;

    private readonly PacketArrival[] _waiting = new PacketArrival[Capacity];
    private int _count;
    private bool _hasStarted;
    private long _highest;
    private long _next;
    private byte _feedbackCount;

    /// <summary>When something is to be told; the maximum while nothing waits.</summary>
    public TimeSpan Due { get; private set; } = TimeSpan.MaxValue;

    /// <summary>A packet has come.</summary>
    public void Note(ushort transportSequence, TimeSpan now)
    {
        var sequence = Extend(transportSequence);
        if (_count == Capacity) ForgetFirst(Capacity / 2);

        // Nearly always it is the newest, and the loop ends before it begins.
        var place = _count;
        while (place > 0 && _waiting[place - 1].Sequence > sequence) place--;
        if (place > 0 && _waiting[place - 1].Sequence == sequence) return;
        Array.Copy(_waiting, place, _waiting, place + 1, _count - place);
        _waiting[place] = new(sequence, now.Ticks / (TimeSpan.TicksPerMillisecond / 4));
        _count++;
        if (Due == TimeSpan.MaxValue) Due = now + Interval;
        if (_count >= Many && now < Due) Due = now;
    }

    /// <summary>
    /// Writes one packet of feedback. Call until it is false: more than one is needed after a long gap, and for what came late. When
    /// it is false and <see cref="Due"/> still lies in the past, the compound was full.
    /// </summary>
    public bool TryWrite(ref RtcpWriter writer, uint senderSsrc, uint mediaSsrc, TimeSpan now)
    {
        if (now < Due || _count == 0) return false;
        var (first, count) = NextRun();
        var told = writer.WriteTransportWide(senderSsrc, mediaSsrc, _feedbackCount, first, _waiting.AsSpan(0, count));
        if (told == 0) return false;
        _feedbackCount++;
        ForgetFirst(told);
        return true;
    }

    /// <summary>Tells of nothing that waits.</summary>
    public void ForgetWaiting()
    {
        if (_count > 0) ForgetFirst(_count);
    }

    // Late ones go by themselves, as far as their numbers follow each other; the rest goes from the first number not yet told.
    private (long First, int Count) NextRun()
    {
        var first = _waiting[0].Sequence;
        if (first >= _next) return (_next, _count);
        var count = 1;
        while (count < _count && _waiting[count].Sequence == first + count && _waiting[count].Sequence < _next) count++;
        return (first, count);
    }

    private void ForgetFirst(int count)
    {
        _next = Math.Max(_next, _waiting[count - 1].Sequence + 1);
        _count -= count;
        Array.Copy(_waiting, count, _waiting, 0, _count);
        if (_count == 0) Due = TimeSpan.MaxValue;
    }

    private long Extend(ushort sequence)
    {
        if (!_hasStarted)
        {
            // One cycle above zero, so that what was overtaken at the start has a number too.
            _hasStarted = true;
            _highest = _next = 0x10000 + sequence;
            return _highest;
        }
        var extended = _highest + (short)(sequence - (ushort)_highest);
        if (extended > _highest) _highest = extended;
        return extended;
    }
}
