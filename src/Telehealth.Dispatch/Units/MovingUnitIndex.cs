using System.Runtime.CompilerServices;
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
/// Places are unit vectors hashed by the cube of space that they lie in (about 1 km wide, so that a city query looks into a few dozen).
/// A cube that the globe's surface does not cross is never looked up. When shells of cubes would cost more than looking at every unit,
/// every unit is looked at: a query is never worse than about twice a plain scan.
/// </remarks>
public sealed class MovingUnitIndex
{
    private const int None = -1;
    private const int MinimumSlots = 16;

    /// <summary>1 km, a chosen default: a query in a city looks into a few dozen cubes with a few units each.</summary>
    private static readonly double CubeWidth = 1_000 / Distance.MeanEarthRadius.Metres;

    private readonly Dictionary<UnitId, int> _slots = [];
    private Slot[] _units = new Slot[MinimumSlots];
    private int[] _buckets = NewBuckets(MinimumSlots * 2);
    private int _used;
    private int _firstFree = None;

    /// <summary>How many units are known, with or without a place.</summary>
    public int Count => _slots.Count;

    /// <summary>Puts a unit where it was seen. An unknown unit is added, without skills and not available.</summary>
    public void Move(UnitId id, GeoPoint place, DateTimeOffset fixedAt)
    {
        var index = SlotOf(id);
        var vector = UnitVector.From(place);
        var cube = CubeOf(vector);
        ref var unit = ref _units[index];
        unit.Vector = vector;
        unit.FixedAtTicks = fixedAt.UtcTicks;
        unit.Place = place;
        if (unit.Placed && unit.Cube == cube)
            return;
        if (unit.Placed)
            Unlink(index);
        unit.Cube = cube;
        unit.Placed = true;
        Link(index);
    }

    /// <summary>Says what a unit can do and whether it is free. An unknown unit is added, without a place.</summary>
    public void SetAvailability(UnitId id, Skills skills, bool available)
    {
        // A statement of its own: a new slot may replace the array.
        var index = SlotOf(id);
        ref var unit = ref _units[index];
        unit.Skills = skills;
        unit.Available = available;
    }

    /// <summary>Forgets a unit, such as at the end of its shift.</summary>
    /// <returns>False when it was not known.</returns>
    public bool Remove(UnitId id)
    {
        if (!_slots.Remove(id, out var index))
            return false;
        if (_units[index].Placed)
            Unlink(index);
        _units[index] = new Slot { Next = _firstFree };
        _firstFree = index;
        return true;
    }

    /// <summary>What the index knows of a unit that has a place.</summary>
    public bool TryGet(UnitId id, out IndexedUnit unit)
    {
        if (_slots.TryGetValue(id, out var index) && _units[index].Placed)
        {
            ref readonly var slot = ref _units[index];
            unit = new IndexedUnit(id, slot.Place, slot.Skills, slot.Available, new DateTimeOffset(slot.FixedAtTicks, TimeSpan.Zero));
            return true;
        }

        unit = default;
        return false;
    }

    /// <summary>
    /// The units nearest to a point that pass the filter, nearest first; those equally far in the order of their ids.
    /// Allocates nothing.
    /// </summary>
    /// <param name="point">From where.</param>
    /// <param name="k">How many at most; not more than <paramref name="results"/> holds are given.</param>
    /// <param name="filter">Who counts.</param>
    /// <param name="results">Filled from the start.</param>
    /// <returns>How many were found.</returns>
    public int Nearest(GeoPoint point, int k, in UnitFilter filter, Span<NearUnit> results)
    {
        results = results[..Math.Min(Math.Max(k, 0), results.Length)];
        if (results.IsEmpty || _slots.Count == 0)
            return 0;
        var origin = UnitVector.From(point);
        var nearest = new NearestUnits(origin, filter, results);
        for (var radius = 0; ; radius++)
        {
            var side = 2L * radius + 1;
            if (side * side * side > _slots.Count + 27)
                return Scan(origin, filter, results);
            SearchShell(origin, radius, ref nearest);

            // Everything nearer than the shell's inner faces has been seen.
            var seen = radius * CubeWidth;
            if (nearest.IsFull && nearest.FurthestChordSquared < seen * seen)
                return nearest.Finish();
        }
    }

    private int Scan(in UnitVector origin, in UnitFilter filter, Span<NearUnit> results)
    {
        var nearest = new NearestUnits(origin, filter, results);
        for (var index = 0; index < _used; index++)
        {
            if (_units[index].Placed)
                nearest.Consider(_units[index]);
        }

        return nearest.Finish();
    }

    private void SearchShell(in UnitVector origin, int radius, ref NearestUnits nearest)
    {
        var (x0, y0, z0) = (CubeIndex(origin.X), CubeIndex(origin.Y), CubeIndex(origin.Z));
        for (var dx = -radius; dx <= radius; dx++)
        {
            for (var dy = -radius; dy <= radius; dy++)
            {
                // On a face of the shell the whole column is walked; inside it only its two ends.
                var onFace = Math.Abs(dx) == radius || Math.Abs(dy) == radius;
                var step = onFace || radius == 0 ? 1 : 2 * radius;
                for (var dz = -radius; dz <= radius; dz += step)
                {
                    if (CrossesGlobe(x0 + dx, y0 + dy, z0 + dz))
                        SearchCube(PackCube(x0 + dx, y0 + dy, z0 + dz), ref nearest);
                }
            }
        }
    }

    private void SearchCube(long cube, ref NearestUnits nearest)
    {
        for (var index = _buckets[BucketOf(cube)]; index != None; index = _units[index].Next)
        {
            ref readonly var unit = ref _units[index];
            if (unit.Cube == cube)
                nearest.Consider(unit);
        }
    }

    private static bool CrossesGlobe(int x, int y, int z)
    {
        var (nearX, farX) = Extent(x);
        var (nearY, farY) = Extent(y);
        var (nearZ, farZ) = Extent(z);

        // The margins keep vectors whose length rounding has made a hair more or less than one.
        return nearX * nearX + nearY * nearY + nearZ * nearZ <= 1 + 1e-9 && farX * farX + farY * farY + farZ * farZ >= 1 - 1e-9;
    }

    /// <summary>How far from zero a cube's nearer and farther face lie on one axis.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Near, double Far) Extent(int index) =>
        index >= 0 ? (index * CubeWidth, (index + 1) * CubeWidth) : (-(index + 1) * CubeWidth, -index * CubeWidth);

    private static int CubeIndex(double coordinate) => (int)Math.Floor(coordinate / CubeWidth);

    private static long CubeOf(in UnitVector vector) => PackCube(CubeIndex(vector.X), CubeIndex(vector.Y), CubeIndex(vector.Z));

    /// <summary>Indexes run from about −6,400 to 6,400; 16 bits each leave room for the shells around them.</summary>
    private static long PackCube(int x, int y, int z) => ((long)(ushort)x << 32) | ((long)(ushort)y << 16) | (ushort)z;

    /// <summary>Multiplicative hashing (Knuth): neighbouring cubes land far apart.</summary>
    private int BucketOf(long cube) => (int)((ulong)cube * 0x9E37_79B9_7F4A_7C15 >> 40) & (_buckets.Length - 1);

    private int SlotOf(UnitId id)
    {
        if (_slots.TryGetValue(id, out var index))
            return index;
        if (_firstFree != None)
        {
            index = _firstFree;
            _firstFree = _units[index].Next;
        }
        else
        {
            if (_used == _units.Length)
                Grow();
            index = _used++;
        }

        _units[index] = new Slot { Id = id, Next = None, Previous = None };
        _slots.Add(id, index);
        return index;
    }

    private void Grow()
    {
        Array.Resize(ref _units, _units.Length * 2);
        _buckets = NewBuckets(_units.Length * 2);
        for (var index = 0; index < _used; index++)
        {
            if (_units[index].Placed)
                Link(index);
        }
    }

    private void Link(int index)
    {
        ref var unit = ref _units[index];
        ref var head = ref _buckets[BucketOf(unit.Cube)];
        unit.Previous = None;
        unit.Next = head;
        if (head != None)
            _units[head].Previous = index;
        head = index;
    }

    private void Unlink(int index)
    {
        ref var unit = ref _units[index];
        if (unit.Previous == None)
            _buckets[BucketOf(unit.Cube)] = unit.Next;
        else
            _units[unit.Previous].Next = unit.Next;
        if (unit.Next != None)
            _units[unit.Next].Previous = unit.Previous;
    }

    private static int[] NewBuckets(int count)
    {
        var fresh = new int[count];
        Array.Fill(fresh, None);
        return fresh;
    }

    /// <summary>One unit. In a bucket's chain while placed; in the chain of free slots (by <see cref="Next"/>) once removed.</summary>
    internal struct Slot
    {
        public UnitVector Vector;
        public long Cube;
        public long FixedAtTicks;
        public int Next;
        public int Previous;
        public Skills Skills;
        public bool Available;
        public bool Placed;
        public UnitId Id;
        public GeoPoint Place;
    }
}
