using System.Runtime.CompilerServices;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Units;

/// <summary>What a unit can do and whether it is free as one number, so that both are asked in one comparison.</summary>
internal static class UnitTraits
{
    /// <summary>The bit that a number with a sign does not use.</summary>
    private const uint Free = 1u << 31;

    public static uint Of(Skills skills, bool available) => (uint)skills | (available ? Free : 0);

    public static Skills Skills(uint traits) => (Skills)(traits & ~Free);

    public static bool Available(uint traits) => (traits & Free) != 0;
}

/// <summary>A unit that may be among the nearest: how far, which, and when it was seen.</summary>
internal readonly record struct NearCandidate(double ChordSquared, int Slot, long FixedAtTicks);

/// <summary>The best found so far, kept sorted: k is small, so insertion beats a heap.</summary>
internal ref struct NearestUnits(UnitVector origin, UnitFilter filter, Span<NearCandidate> best, UnitTable units)
{
    private readonly Span<NearCandidate> _best = best;
    private readonly UnitTable _units = units;
    private readonly uint _traits = UnitTraits.Of(filter.Needed, filter.OnlyAvailable);
    private readonly long _fixedSinceTicks = filter.FixedSince.UtcTicks;

    public readonly UnitVector Origin = origin;

    public int Count { get; private set; }

    /// <summary>What lies beyond does not count; there is no such limit before enough were found.</summary>
    public double FurthestChordSquared { get; private set; } = double.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Consider(in UnitEntry unit)
    {
        var chordSquared = Origin.ChordSquaredTo(unit.Vector);
        if (chordSquared <= FurthestChordSquared && (unit.Traits & _traits) == _traits && unit.FixedAtTicks >= _fixedSinceTicks)
            Insert(new NearCandidate(chordSquared, unit.Slot, unit.FixedAtTicks));
    }

    private void Insert(NearCandidate unit)
    {
        var at = Count;
        for (; at > 0 && IsBefore(unit, _best[at - 1]); at--)
        {
            if (at < _best.Length)
                _best[at] = _best[at - 1];
        }

        if (at == _best.Length)
            return;
        _best[at] = unit;
        Count = Math.Min(Count + 1, _best.Length);
        if (Count == _best.Length)
            FurthestChordSquared = _best[^1].ChordSquared;
    }

    private readonly bool IsBefore(in NearCandidate left, in NearCandidate right) =>
        left.ChordSquared < right.ChordSquared
        || (left.ChordSquared == right.ChordSquared && _units[left.Slot].Id.Value.CompareTo(_units[right.Slot].Id.Value) < 0);
}
