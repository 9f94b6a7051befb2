using System.Numerics;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Dispatch.Units;

/// <summary>What the index keeps of a unit besides what a search looks at.</summary>
internal struct UnitSlot
{
    public UnitId Id;
    public GeoPoint Place;

    /// <summary>Where in the tree; below zero without a place.</summary>
    public int Location;

    /// <summary>The next of the same bucket, or of the free slots.</summary>
    public int Next;

    public uint Traits;
}

/// <summary>
/// Units by number (their slot) and by id. A dictionary of its own, because what is known of a unit stands in the very entry that its id
/// leads to: a fix finds both with one look into memory.
/// </summary>
internal sealed class UnitTable
{
    public const int None = -1;
    private const int MinimumSlots = 16;

    private UnitSlot[] _slots = new UnitSlot[MinimumSlots];
    private int[] _buckets = EmptyBuckets(MinimumSlots);
    private int _used;
    private int _firstFree = None;

    public int Count { get; private set; }

    public ref UnitSlot this[int slot] => ref _slots[slot];

    /// <summary>The unit's slot, or <see cref="None"/>.</summary>
    public int Find(UnitId id)
    {
        var slot = _buckets[BucketOf(id)];
        while (slot != None && _slots[slot].Id.Value != id.Value)
            slot = _slots[slot].Next;
        return slot;
    }

    /// <summary>
    /// The slots of several units, <see cref="None"/> for those not known. One step for all of them, then the next: the processor then
    /// waits for many places of memory at once instead of for one after another.
    /// </summary>
    public void Find(ReadOnlySpan<UnitMove> moves, Span<int> slots)
    {
        for (var move = 0; move < moves.Length; move++)
            slots[move] = BucketOf(moves[move].Id);
        for (var move = 0; move < moves.Length; move++)
            slots[move] = _buckets[slots[move]];
        for (var move = 0; move < moves.Length; move++)
        {
            var slot = slots[move];
            while (slot != None && _slots[slot].Id.Value != moves[move].Id.Value)
                slot = _slots[slot].Next;
            slots[move] = slot;
        }
    }

    /// <summary>The unit's slot, a new one when it is not known.</summary>
    public int FindOrAdd(UnitId id)
    {
        var slot = Find(id);
        if (slot != None)
            return slot;
        slot = TakeFree();
        ref var bucket = ref _buckets[BucketOf(id)];
        _slots[slot] = new UnitSlot { Id = id, Location = None, Next = bucket };
        bucket = slot;
        Count++;
        return slot;
    }

    /// <summary>Gives a known unit's slot back.</summary>
    public void Remove(int slot)
    {
        ref var link = ref _buckets[BucketOf(_slots[slot].Id)];
        while (link != slot)
            link = ref _slots[link].Next;
        link = _slots[slot].Next;
        _slots[slot] = new UnitSlot { Next = _firstFree };
        _firstFree = slot;
        Count--;
    }

    private int TakeFree()
    {
        var slot = _firstFree;
        if (slot != None)
        {
            _firstFree = _slots[slot].Next;
            return slot;
        }

        if (_used == _slots.Length)
            Grow();
        return _used++;
    }

    /// <summary>Only when every slot is in use.</summary>
    private void Grow()
    {
        Array.Resize(ref _slots, _used * 2);
        _buckets = EmptyBuckets(_slots.Length);
        for (var slot = 0; slot < _used; slot++)
        {
            ref var bucket = ref _buckets[BucketOf(_slots[slot].Id)];
            _slots[slot].Next = bucket;
            bucket = slot;
        }
    }

    /// <summary>Multiplicative hashing (Knuth): ids that differ little land far apart.</summary>
    private int BucketOf(UnitId id) =>
        (int)((uint)id.Value.GetHashCode() * 0x9E37_79B9u >> (32 - BitOperations.Log2((uint)_buckets.Length)));

    private static int[] EmptyBuckets(int count)
    {
        var empty = new int[count];
        Array.Fill(empty, None);
        return empty;
    }
}
