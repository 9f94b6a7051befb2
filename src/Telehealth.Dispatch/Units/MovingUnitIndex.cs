using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Units;

/// <summary>
/// Where all units are, for "who is nearest and suits". Exact great-circle order anywhere on Earth.
/// One owner: every member, queries too, is called by one thread at a time; nothing in here locks.
/// The index proposes; whether a unit is truly free is decided by the database.
/// </summary>
/// <remarks>
/// Places are unit vectors in an octree whose cells are as fine as units are dense. A unit has a number, its slot; ids are looked up once a
/// call and compared only between units that are equally far.
/// </remarks>
public sealed class MovingUnitIndex : IUnitIndex
{
    /// <summary>As many as fit in the nearest cache with all that belongs to them.</summary>
    private const int MovedTogether = 64;

    private readonly UnitTable _units = new();
    private readonly UnitTree _tree;
    private NearCandidate[] _best = new NearCandidate[16];

    /// <summary>An index of nobody.</summary>
    public MovingUnitIndex() => _tree = new UnitTree(_units);

    /// <summary>How many units are known, with or without a place.</summary>
    public int Count => _units.Count;

    /// <summary>Puts a unit where it was seen. An unknown unit is added, without skills and not available.</summary>
    public void Move(UnitId id, GeoPoint place, DateTimeOffset fixedAt) => Move(_units.FindOrAdd(id), place, fixedAt);

    /// <summary>
    /// The same for fixes that came together, in their order: several times as fast as one by one among many units, because the next ones
    /// are fetched from memory while one is worked on.
    /// </summary>
    public void Move(ReadOnlySpan<UnitMove> moves)
    {
        Span<int> room = stackalloc int[MovedTogether];
        for (; !moves.IsEmpty; moves = moves[Math.Min(MovedTogether, moves.Length)..])
        {
            var now = moves[..Math.Min(MovedTogether, moves.Length)];
            var slots = room[..now.Length];
            _units.Find(now, slots);
            _tree.Touch(slots);
            for (var move = 0; move < now.Length; move++)
            {
                // A unit that is new comes more than once if it has several fixes here; only the first adds it.
                var slot = slots[move] == UnitTable.None ? _units.FindOrAdd(now[move].Id) : slots[move];
                Move(slot, now[move].Place, now[move].FixedAt);
            }
        }
    }

    /// <summary>Says what a unit can do and whether it is free. An unknown unit is added, without a place.</summary>
    /// <param name="id">Which.</param>
    /// <param name="skills">What it can do.</param>
    /// <param name="available">Whether it is free.</param>
    public void SetAvailability(UnitId id, Skills skills, bool available)
    {
        ref var unit = ref _units[_units.FindOrAdd(id)];
        unit.Traits = UnitTraits.Of(skills, available);
        if (unit.Location != UnitTable.None)
            _tree[unit.Location].Traits = unit.Traits;
    }

    /// <summary>Forgets a unit, such as at the end of its shift.</summary>
    /// <returns>False when it was not known.</returns>
    public bool Remove(UnitId id)
    {
        var slot = _units.Find(id);
        if (slot == UnitTable.None)
            return false;
        if (_units[slot].Location != UnitTable.None)
            _tree.Remove(slot);
        _units.Remove(slot);
        return true;
    }

    /// <summary>What the index knows of a unit that has a place.</summary>
    public bool TryGet(UnitId id, out IndexedUnit unit)
    {
        unit = default;
        if (_units.Find(id) is var slot && (slot == UnitTable.None || _units[slot].Location == UnitTable.None))
            return false;
        ref readonly var known = ref _units[slot];
        unit = new IndexedUnit(
            id,
            known.Place,
            UnitTraits.Skills(known.Traits),
            UnitTraits.Available(known.Traits),
            UtcTime(_tree[known.Location].FixedAtTicks));
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>The index itself keeps no heading.</remarks>
    public Fix? LastFix(UnitId id) =>
        TryGet(id, out var unit) ? new Fix(unit.Place, AccuracyMetres: null, HeadingDegrees: null, unit.FixedAt) : null;

    /// <summary>
    /// The units nearest to a point that pass the filter, nearest first; those equally far in the order of their ids.
    /// Allocates nothing once it has been asked for as many before.
    /// </summary>
    /// <param name="point">From where.</param>
    /// <param name="k">How many at most; not more than <paramref name="results"/> holds are given.</param>
    /// <param name="filter">Who counts.</param>
    /// <param name="results">Filled from the start.</param>
    /// <returns>How many were found.</returns>
    public int Nearest(GeoPoint point, int k, in UnitFilter filter, Span<NearUnit> results)
    {
        k = Math.Min(Math.Min(k, results.Length), _units.Count);
        if (k <= 0)
            return 0;
        if (k > _best.Length)
            Array.Resize(ref _best, Math.Max(k, _best.Length * 2));
        var nearest = new NearestUnits(UnitVector.From(point), filter, _best.AsSpan(0, k), _units);
        _tree.Search(ref nearest);
        for (var rank = 0; rank < nearest.Count; rank++)
        {
            ref readonly var found = ref _best[rank];
            ref readonly var unit = ref _units[found.Slot];
            var distance = UnitVector.Arc(found.ChordSquared);
            results[rank] = new NearUnit(unit.Id, unit.Place, distance, UtcTime(found.FixedAtTicks));
        }

        return nearest.Count;
    }

    private void Move(int slot, GeoPoint place, DateTimeOffset fixedAt)
    {
        ref var unit = ref _units[slot];
        unit.Place = place;
        _tree.Put(new UnitEntry { Vector = UnitVector.From(place), FixedAtTicks = fixedAt.UtcTicks, Traits = unit.Traits, Slot = slot });
    }

    private static DateTimeOffset UtcTime(long ticks) => new(ticks, TimeSpan.Zero);
}
