using System.Runtime.CompilerServices;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Paramedics;

namespace Telehealth.Dispatch.Units;

/// <summary>Who counts in a search for the nearest.</summary>
/// <param name="Needed">Skills that a unit must have, all of them.</param>
/// <param name="OnlyAvailable">Leaves out those that are not free.</param>
/// <param name="FixedSince">Leaves out those last seen before.</param>
public readonly record struct UnitFilter(Skills Needed, bool OnlyAvailable, DateTimeOffset FixedSince)
{
    /// <summary>Everyone with a place, however old.</summary>
    public static readonly UnitFilter Everyone = new(Skills.None, false, DateTimeOffset.MinValue);
}

/// <summary>A unit found near a point.</summary>
/// <param name="Id">Which.</param>
/// <param name="Place">Where it was last seen.</param>
/// <param name="Distance">Great-circle distance to the point.</param>
/// <param name="FixedAt">When it was last seen, UTC.</param>
/// <param name="Mobilisation">How long it needs before it drives.</param>
public readonly record struct NearUnit(UnitId Id, GeoPoint Place, Distance Distance, DateTimeOffset FixedAt, TimeSpan Mobilisation = default);

/// <summary>What the index knows of a unit.</summary>
/// <param name="Id">Which.</param>
/// <param name="Place">Where it was last seen.</param>
/// <param name="Skills">What it can do.</param>
/// <param name="Available">Whether it is free.</param>
/// <param name="FixedAt">When it was last seen, UTC.</param>
/// <param name="Mobilisation">How long it needs before it drives.</param>
public readonly record struct IndexedUnit(
    UnitId Id, GeoPoint Place, Skills Skills, bool Available, DateTimeOffset FixedAt, TimeSpan Mobilisation = default);

/// <summary>What a unit can do and whether it is free as one number, so that both are asked in one comparison.</summary>
internal static class UnitTraits
{
    private const ulong Free = 1UL << 32;

    public static ulong Of(Skills skills, bool available) => (uint)skills | (available ? Free : 0);

    public static Skills Skills(ulong traits) => (Skills)(uint)traits;

    public static bool Available(ulong traits) => (traits & Free) != 0;
}

/// <summary>A unit that may be among the nearest: how far, and where its entry is.</summary>
internal record struct NearCandidate(double ChordSquared, int Location);

/// <summary>The best found so far, kept sorted: k is small, so insertion beats a heap.</summary>
internal ref struct NearestUnits(UnitVector origin, UnitFilter filter, Span<NearCandidate> best, UnitTree tree, ReadOnlySpan<UnitId> ids)
{
    private readonly Span<NearCandidate> _best = best;
    private readonly ReadOnlySpan<UnitId> _ids = ids;
    private readonly UnitTree _tree = tree;
    private readonly ulong _traits = UnitTraits.Of(filter.Needed, filter.OnlyAvailable);
    private readonly long _fixedSinceTicks = filter.FixedSince.UtcTicks;

    public readonly UnitVector Origin = origin;

    public int Count { get; private set; }

    /// <summary>What lies beyond does not count; there is no such limit before enough were found.</summary>
    public double FurthestChordSquared { get; private set; } = double.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Consider(in UnitEntry unit, int location)
    {
        var chordSquared = Origin.ChordSquaredTo(unit.Vector);
        if (chordSquared <= FurthestChordSquared && (unit.Traits & _traits) == _traits && unit.FixedAtTicks >= _fixedSinceTicks)
            Insert(new NearCandidate(chordSquared, location));
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
        || (left.ChordSquared == right.ChordSquared && IdOf(left).Value.CompareTo(IdOf(right).Value) < 0);

    private readonly UnitId IdOf(in NearCandidate unit) => _ids[_tree[unit.Location].Slot];
}
