using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Paramedics;

namespace Telehealth.Dispatch.Units;

/// <summary>
/// Where all units are, for "who is nearest and suits". Exact great-circle order anywhere on Earth.
/// One owner: every member, queries too, is called by one thread at a time; nothing in here locks.
/// The index proposes; whether a unit is truly free is decided by the database.
/// </summary>
/// <remarks>
/// Places are unit vectors in an octree whose cells are as fine as units are dense. A unit has a number, its slot, by which everything about
/// it is found; ids are looked up once a call and compared only between units that are equally far.
/// </remarks>
public sealed class MovingUnitIndex
{
    private const int None = -1;
    private const int MinimumSlots = 16;

    private readonly Dictionary<UnitId, int> _slots = [];
    private readonly UnitTree _tree = new();
    private UnitId[] _ids = new UnitId[MinimumSlots];
    private Slot[] _units = new Slot[MinimumSlots];
    private NearCandidate[] _best = new NearCandidate[MinimumSlots];
    private int _used;
    private int _firstFree = None;

    /// <summary>How many units are known, with or without a place.</summary>
    public int Count => _slots.Count;

    /// <summary>Puts a unit where it was seen. An unknown unit is added, without skills and not available.</summary>
    public void Move(UnitId id, GeoPoint place, DateTimeOffset fixedAt)
    {
        var slot = SlotOf(id);
        _tree.Put(new UnitEntry
        {
            Vector = UnitVector.From(place),
            Place = place,
            FixedAtTicks = fixedAt.UtcTicks,
            Traits = _units[slot].Traits,
            Slot = slot,
            MobilisationSeconds = _units[slot].MobilisationSeconds,
        });
    }

    /// <summary>Says what a unit can do and whether it is free. An unknown unit is added, without a place.</summary>
    /// <param name="id">Which.</param>
    /// <param name="skills">What it can do.</param>
    /// <param name="available">Whether it is free.</param>
    /// <param name="mobilisationSeconds">How long it needs before it drives.</param>
    public void SetAvailability(UnitId id, Skills skills, bool available, ushort mobilisationSeconds = 0)
    {
        // A statement of its own: a new slot may replace the array.
        var slot = SlotOf(id);
        ref var unit = ref _units[slot];
        unit.Traits = UnitTraits.Of(skills, available);
        unit.MobilisationSeconds = mobilisationSeconds;
        if (_tree.LocationOf(slot) is var location && location < 0)
            return;
        _tree[location].Traits = unit.Traits;
        _tree[location].MobilisationSeconds = mobilisationSeconds;
    }

    /// <summary>Forgets a unit, such as at the end of its shift.</summary>
    /// <returns>False when it was not known.</returns>
    public bool Remove(UnitId id)
    {
        if (!_slots.Remove(id, out var slot))
            return false;
        if (_tree.LocationOf(slot) >= 0)
            _tree.Remove(slot);
        _units[slot] = new Slot { NextFree = _firstFree };
        _firstFree = slot;
        return true;
    }

    /// <summary>What the index knows of a unit that has a place.</summary>
    public bool TryGet(UnitId id, out IndexedUnit unit)
    {
        unit = default;
        if (!_slots.TryGetValue(id, out var slot) || _tree.LocationOf(slot) is var location && location < 0)
            return false;
        ref readonly var entry = ref _tree[location];
        unit = new IndexedUnit(
            id, entry.Place, UnitTraits.Skills(entry.Traits), UnitTraits.Available(entry.Traits), TimeOf(entry), TimeSpan.FromSeconds(entry.MobilisationSeconds));
        return true;
    }

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
        k = Math.Min(Math.Min(k, results.Length), _slots.Count);
        if (k <= 0)
            return 0;
        if (k > _best.Length)
            Array.Resize(ref _best, Math.Max(k, _best.Length * 2));
        var nearest = new NearestUnits(UnitVector.From(point), filter, _best.AsSpan(0, k), _tree, _ids);
        _tree.Search(ref nearest);
        for (var rank = 0; rank < nearest.Count; rank++)
        {
            ref readonly var unit = ref _tree[_best[rank].Location];
            results[rank] = new NearUnit(
                _ids[unit.Slot], unit.Place, UnitVector.Arc(_best[rank].ChordSquared), TimeOf(unit), TimeSpan.FromSeconds(unit.MobilisationSeconds));
        }

        return nearest.Count;
    }

    private static DateTimeOffset TimeOf(in UnitEntry entry) => new(entry.FixedAtTicks, TimeSpan.Zero);

    private int SlotOf(UnitId id)
    {
        if (_slots.TryGetValue(id, out var slot))
            return slot;
        if (_firstFree != None)
        {
            slot = _firstFree;
            _firstFree = _units[slot].NextFree;
        }
        else
        {
            if (_used == _units.Length)
            {
                Array.Resize(ref _units, _used * 2);
                Array.Resize(ref _ids, _used * 2);
            }

            slot = _used++;
        }

        _units[slot] = new Slot { NextFree = None };
        _ids[slot] = id;
        _slots.Add(id, slot);
        return slot;
    }

    /// <summary>What is known of a unit whether or not it has a place. In the chain of free slots once removed.</summary>
    private struct Slot
    {
        public ulong Traits;
        public ushort MobilisationSeconds;
        public int NextFree;
    }
}
