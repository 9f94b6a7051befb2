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
public readonly record struct NearUnit(UnitId Id, GeoPoint Place, Distance Distance, DateTimeOffset FixedAt);

/// <summary>What the index knows of a unit.</summary>
/// <param name="Id">Which.</param>
/// <param name="Place">Where it was last seen.</param>
/// <param name="Skills">What it can do.</param>
/// <param name="Available">Whether it is free.</param>
/// <param name="FixedAt">When it was last seen, UTC.</param>
public readonly record struct IndexedUnit(UnitId Id, GeoPoint Place, Skills Skills, bool Available, DateTimeOffset FixedAt);

/// <summary>The best found so far, kept sorted in the caller's span: k is small, so insertion beats a heap.</summary>
internal ref struct NearestUnits(UnitVector origin, UnitFilter filter, Span<NearUnit> results)
{
    private readonly Span<NearUnit> results = results;
    private readonly UnitVector origin = origin;
    private readonly Skills needed = filter.Needed;
    private readonly bool onlyAvailable = filter.OnlyAvailable;
    private readonly long fixedSinceTicks = filter.FixedSince.UtcTicks;
    private int count;

    /// <summary>While searching, the results' distances hold squared chords; <see cref="Finish"/> makes metres of them.</summary>
    public readonly double FurthestChordSquared => results[count - 1].Distance.Metres;

    public readonly bool IsFull => count == results.Length;

    public void Consider(in MovingUnitIndex.Slot unit)
    {
        if (!unit.Skills.Covers(needed) || (onlyAvailable && !unit.Available) || unit.FixedAtTicks < fixedSinceTicks)
            return;
        var chordSquared = origin.ChordSquaredTo(unit.Vector);
        if (IsFull && !IsBefore(chordSquared, unit.Id, results[count - 1]))
            return;
        var at = IsFull ? count - 1 : count++;
        for (; at > 0 && IsBefore(chordSquared, unit.Id, results[at - 1]); at--)
            results[at] = results[at - 1];
        results[at] = new NearUnit(unit.Id, unit.Place, Distance.FromMetres(chordSquared), new DateTimeOffset(unit.FixedAtTicks, TimeSpan.Zero));
    }

    public readonly int Finish()
    {
        foreach (ref var found in results[..count])
            found = found with { Distance = UnitVector.Arc(found.Distance.Metres) };
        return count;
    }

    private static bool IsBefore(double chordSquared, UnitId id, in NearUnit other) =>
        chordSquared < other.Distance.Metres || (chordSquared == other.Distance.Metres && id.Value.CompareTo(other.Id.Value) < 0);
}
