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
    private readonly Span<NearUnit> _results = results;
    private readonly UnitVector _origin = origin;
    private readonly Skills _needed = filter.Needed;
    private readonly bool _onlyAvailable = filter.OnlyAvailable;
    private readonly long _fixedSinceTicks = filter.FixedSince.UtcTicks;
    private int _count;

    /// <summary>While searching, the results' distances hold squared chords; <see cref="Finish"/> makes metres of them.</summary>
    public readonly double FurthestChordSquared => _results[_count - 1].Distance.Metres;

    public readonly bool IsFull => _count == _results.Length;

    public void Consider(in MovingUnitIndex.Slot unit)
    {
        if (!unit.Skills.Covers(_needed) || (_onlyAvailable && !unit.Available) || unit.FixedAtTicks < _fixedSinceTicks)
            return;
        var chordSquared = _origin.ChordSquaredTo(unit.Vector);
        if (IsFull && !IsBefore(chordSquared, unit.Id, _results[_count - 1]))
            return;
        var at = IsFull ? _count - 1 : _count++;
        for (; at > 0 && IsBefore(chordSquared, unit.Id, _results[at - 1]); at--)
            _results[at] = _results[at - 1];
        _results[at] = new NearUnit(unit.Id, unit.Place, Distance.FromMetres(chordSquared), new DateTimeOffset(unit.FixedAtTicks, TimeSpan.Zero));
    }

    public readonly int Finish()
    {
        foreach (ref var found in _results[.._count])
            found = found with { Distance = UnitVector.Arc(found.Distance.Metres) };
        return _count;
    }

    private static bool IsBefore(double chordSquared, UnitId id, in NearUnit other) =>
        chordSquared < other.Distance.Metres || (chordSquared == other.Distance.Metres && id.Value.CompareTo(other.Id.Value) < 0);
}
