using System.Runtime.CompilerServices;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Units;

/// <summary>A unit as searches see it, and no more: they look at many.</summary>
internal struct UnitEntry
{
    public UnitVector Vector;
    public long FixedAtTicks;
    public uint Traits;
    public int Slot;
}

/// <summary>
/// A cube of space, from the lower corner up to, without, the upper. Its numbers are sums of powers of two, so they are exact.
/// </summary>
internal readonly record struct UnitCell(double X, double Y, double Z, double Half)
{
    /// <summary>Everything: unit vectors, and the hair by which rounding makes some longer.</summary>
    public static readonly UnitCell Root = new(0, 0, 0, 2);

    /// <summary>
    /// Cells of one level divide space like a grid, this many to a unit of length: whether two vectors are in the same one.
    /// </summary>
    public static bool IsShared(in UnitVector left, in UnitVector right, double perUnit) =>
        Math.Floor(left.X * perUnit) == Math.Floor(right.X * perUnit)
        && Math.Floor(left.Y * perUnit) == Math.Floor(right.Y * perUnit)
        && Math.Floor(left.Z * perUnit) == Math.Floor(right.Z * perUnit);

    /// <summary>In which eighth a vector lies: a bit for each axis on which it is not below the middle.</summary>
    public int OctantOf(in UnitVector vector) => (vector.X >= X ? 1 : 0) | (vector.Y >= Y ? 2 : 0) | (vector.Z >= Z ? 4 : 0);

    public UnitCell Octant(int octant)
    {
        var quarter = Half / 2;
        return new UnitCell(
            X + ((octant & 1) != 0 ? quarter : -quarter), Y + ((octant & 2) != 0 ? quarter : -quarter),
            Z + ((octant & 4) != 0 ? quarter : -quarter), quarter);
    }

    /// <summary>
    /// Whether everything outside is farther than that, in the same steps of rounding as a chord. False when the origin is outside.
    /// </summary>
    public bool HoldsAllWithin(in UnitVector origin, double chordSquared)
    {
        var x = double.MinNative(X + Half - origin.X, origin.X - (X - Half));
        var y = double.MinNative(Y + Half - origin.Y, origin.Y - (Y - Half));
        var z = double.MinNative(Z + Half - origin.Z, origin.Z - (Z - Half));
        var nearest = double.MinNative(x, double.MinNative(y, z));
        return nearest > 0 && nearest * nearest > chordSquared;
    }

    /// <summary>
    /// Never more than the squared chord to anything inside, as computed: rounding keeps order, and both are computed in the same steps.
    /// </summary>
    public double ChordSquaredFrom(in UnitVector origin)
    {
        var dx = double.MaxNative(0, double.MaxNative(X - Half - origin.X, origin.X - (X + Half)));
        var dy = double.MaxNative(0, double.MaxNative(Y - Half - origin.Y, origin.Y - (Y + Half)));
        var dz = double.MaxNative(0, double.MaxNative(Z - Half - origin.Z, origin.Z - (Z + Half)));
        return dx * dx + dy * dy + dz * dz;
    }
}

/// <summary>
/// Placed units in an octree of unit vectors: cells are as fine as units are dense, so a query in a city and one in the wilds look at
/// equally few. A leaf's units stand side by side in a block of <see cref="BlockSize"/>; a full leaf is split, unless it is as small as
/// cells get: then it has several blocks, all full but the first.
/// </summary>
internal sealed class UnitTree(UnitTable units)
{
    public const int BlockSize = 32;

    /// <summary>Cells of about 50 m: units nearer to one another than that are as well looked at one by one.</summary>
    private const int DeepestLevel = 18;

    /// <summary>Half a block: a leaf that has just been made does not have to be split by the next unit.</summary>
    private const int JoinAt = BlockSize / 2;

    private const int Nowhere = UnitTable.None;
    private const int Children = 8;

    private UnitEntry[] _entries = new UnitEntry[BlockSize * 4];
    private Block[] _blocks = new Block[4];
    private int _usedBlocks;
    private int _freeBlock = Nowhere;

    /// <summary>
    /// Of each node its eight children: 0 for none, above it an inner node, below it the complement of a leaf's first block.
    /// </summary>
    private int[] _children = new int[Children * 4];
    private int[] _unitsBelow = new int[4];
    private int _usedNodes = 1;
    private int _freeNode = Nowhere;

    /// <summary>The entry of a placed unit.</summary>
    public ref UnitEntry this[int location] => ref _entries[location];

    /// <summary>Puts a unit at its place, from wherever it was.</summary>
    public void Put(in UnitEntry entry)
    {
        var location = units[entry.Slot].Location;
        if (location == Nowhere)
        {
            Insert(entry, 0, UnitCell.Root, 0);
            return;
        }

        var old = _entries[location].Vector;
        if (UnitCell.IsShared(old, entry.Vector, _blocks[location / BlockSize].CellsPerUnit))
        {
            _entries[location] = entry;
            return;
        }

        // Both places lie below the same nodes for most of the way down; those do not change.
        var (node, cell, level) = (0, UnitCell.Root, 0);
        for (var octant = cell.OctantOf(old); octant == cell.OctantOf(entry.Vector); octant = cell.OctantOf(old), level++)
        {
            node = _children[node * Children + octant];
            cell = cell.Octant(octant);
        }

        // In this order: taking out may make one leaf of this node's children, but not of this node.
        _unitsBelow[node]++;
        Remove(entry.Slot, node, cell);
        _unitsBelow[node]--;
        Insert(entry, node, cell, level);
    }

    /// <summary>Has the entries of these slots brought near, all at once, before they are worked on one by one.</summary>
    /// <returns>Something of each: what nobody could see the compiler would not read.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public uint Touch(ReadOnlySpan<int> slots)
    {
        var touched = 0u;
        foreach (var slot in slots)
        {
            if (slot != Nowhere && units[slot].Location is var location && location != Nowhere)
                touched ^= _entries[location].Traits;
        }

        return touched;
    }

    public void Remove(int slot) => Remove(slot, 0, UnitCell.Root);

    /// <summary>Looks at units, nearer cells first, until those left cannot be nearer than the search's worst.</summary>
    public void Search(ref NearestUnits nearest) => Search(0, UnitCell.Root, ref nearest);

    /// <returns>Whether whatever lies outside this cell is too far, so that nothing above it needs to be looked at.</returns>
    private bool Search(int node, in UnitCell cell, ref NearestUnits nearest)
    {
        var first = cell.OctantOf(nearest.Origin);
        foreach (var flipped in NearerFirst)
        {
            var octant = first ^ flipped;
            var child = _children[node * Children + octant];
            if (child == 0)
                continue;
            var inner = cell.Octant(octant);
            if (flipped != 0 && inner.ChordSquaredFrom(nearest.Origin) > nearest.FurthestChordSquared)
                continue;
            if (child < 0)
                SearchLeaf(~child, ref nearest);
            else if (Search(child, inner, ref nearest))
                return true;
        }

        return cell.HoldsAllWithin(nearest.Origin, nearest.FurthestChordSquared);
    }

    /// <summary>The eighths by how many faces away from the one that holds the point.</summary>
    private static ReadOnlySpan<byte> NearerFirst => [0, 1, 2, 4, 3, 5, 6, 7];

    private void SearchLeaf(int block, ref NearestUnits nearest)
    {
        for (; block != Nowhere; block = _blocks[block].Next)
        {
            foreach (ref readonly var unit in _entries.AsSpan(block * BlockSize, _blocks[block].Count))
                nearest.Consider(unit);
        }
    }

    private void Remove(int slot, int node, UnitCell cell)
    {
        var location = units[slot].Location;
        var vector = _entries[location].Vector;
        units[slot].Location = Nowhere;
        var (joined, joinedCell) = (Nowhere, cell);
        while (true)
        {
            _unitsBelow[node]--;
            var octant = cell.OctantOf(vector);
            cell = cell.Octant(octant);
            var link = node * Children + octant;
            if (_children[link] < 0)
            {
                TakeOut(link, location);
                break;
            }

            node = _children[link];
            if (joined == Nowhere && _unitsBelow[node] - 1 <= JoinAt)
                (joined, joinedCell) = (link, cell);
        }

        if (joined != Nowhere)
            Join(joined, joinedCell);
    }

    private void Insert(in UnitEntry entry, int node, UnitCell cell, int level)
    {
        for (; ; level++)
        {
            _unitsBelow[node]++;
            var octant = cell.OctantOf(entry.Vector);
            cell = cell.Octant(octant);
            var link = node * Children + octant;
            var child = _children[link];
            if (child < 0 && _blocks[~child].Count == BlockSize && level < DeepestLevel)
                child = Split(link, cell);
            if (child <= 0)
            {
                if (child == 0 || _blocks[~child].Count == BlockSize)
                    _children[link] = ~NewBlock(cell, child == 0 ? Nowhere : ~child);
                Append(~_children[link], entry);
                return;
            }

            node = child;
        }
    }

    private void Append(int block, in UnitEntry entry)
    {
        var location = block * BlockSize + _blocks[block].Count++;
        _entries[location] = entry;
        units[entry.Slot].Location = location;
    }

    private int Split(int link, in UnitCell cell)
    {
        var full = ~_children[link];
        var node = NewNode();
        _children[link] = node;
        _unitsBelow[node] = BlockSize;
        for (var location = full * BlockSize; location < (full + 1) * BlockSize; location++)
        {
            var octant = cell.OctantOf(_entries[location].Vector);
            var inner = node * Children + octant;
            if (_children[inner] == 0)
                _children[inner] = ~NewBlock(cell.Octant(octant), Nowhere);
            Append(~_children[inner], _entries[location]);
        }

        FreeBlock(full);
        return node;
    }

    /// <summary>The hole is filled with the last entry of the leaf's first block, so that the others stay full.</summary>
    private void TakeOut(int link, int location)
    {
        var head = ~_children[link];
        var last = head * BlockSize + --_blocks[head].Count;
        if (last != location)
        {
            _entries[location] = _entries[last];
            units[_entries[location].Slot].Location = location;
        }

        if (_blocks[head].Count > 0)
            return;
        _children[link] = _blocks[head].Next == Nowhere ? 0 : ~_blocks[head].Next;
        FreeBlock(head);
    }

    /// <summary>Makes one leaf of everything below a link, which its first block has room for.</summary>
    private void Join(int link, in UnitCell cell)
    {
        var node = _children[link];
        var block = NewBlock(cell, Nowhere);
        Gather(node, block);
        _children[link] = _blocks[block].Count > 0 ? ~block : 0;
        if (_blocks[block].Count == 0)
            FreeBlock(block);
    }

    private void Gather(int node, int into)
    {
        for (var link = node * Children; link < (node + 1) * Children; link++)
        {
            var child = _children[link];
            if (child > 0)
                Gather(child, into);
            for (var block = child < 0 ? ~child : Nowhere; block != Nowhere;)
            {
                for (var location = block * BlockSize; location < block * BlockSize + _blocks[block].Count; location++)
                    Append(into, _entries[location]);
                var next = _blocks[block].Next;
                FreeBlock(block);
                block = next;
            }
        }

        _children[node * Children] = _freeNode;
        _freeNode = node;
    }

    private int NewBlock(in UnitCell cell, int next)
    {
        var block = _freeBlock;
        if (block != Nowhere)
        {
            _freeBlock = _blocks[block].Next;
        }
        else
        {
            block = _usedBlocks++;
            if (block == _blocks.Length)
            {
                Array.Resize(ref _blocks, block * 2);
                Array.Resize(ref _entries, block * 2 * BlockSize);
            }
        }

        _blocks[block] = new Block { CellsPerUnit = 0.5 / cell.Half, Next = next };
        return block;
    }

    private void FreeBlock(int block)
    {
        _blocks[block].Next = _freeBlock;
        _freeBlock = block;
    }

    private int NewNode()
    {
        var node = _freeNode;
        if (node != Nowhere)
        {
            _freeNode = _children[node * Children];
        }
        else
        {
            node = _usedNodes++;
            if (node == _unitsBelow.Length)
            {
                Array.Resize(ref _unitsBelow, node * 2);
                Array.Resize(ref _children, node * 2 * Children);
            }
        }

        _children.AsSpan(node * Children, Children).Clear();
        return node;
    }

    private struct Block
    {
        public double CellsPerUnit;
        public int Count;
        public int Next;
    }
}
