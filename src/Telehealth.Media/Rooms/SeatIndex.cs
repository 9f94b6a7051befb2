using System.Diagnostics.CodeAnalysis;

namespace Telehealth.Media.Rooms;

/// <summary>Whose a datagram is: by the address it comes from, and a connectivity check by the user name fragment that it names.</summary>
internal sealed class SeatIndex
{
    private const int MaxUfragLength = 32;

    private readonly Dictionary<string, Seat> _byUfrag = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Seat>.AlternateLookup<ReadOnlySpan<char>> _byUfragText;
    private readonly Dictionary<NetworkPath, Seat> _byPath = [];

    public SeatIndex() => _byUfragText = _byUfrag.GetAlternateLookup<ReadOnlySpan<char>>();

    public bool TryFind(NetworkPath from, [NotNullWhen(true)] out Seat? seat) => _byPath.TryGetValue(from, out seat);

    public Seat? FindByUfrag(ReadOnlySpan<byte> ufrag)
    {
        if (ufrag.IsEmpty || ufrag.Length > MaxUfragLength) return null;
        Span<char> text = stackalloc char[MaxUfragLength];
        for (var i = 0; i < ufrag.Length; i++) text[i] = (char)ufrag[i];
        return _byUfragText.TryGetValue(text[..ufrag.Length], out var seat) ? seat : null;
    }

    public void Name(string ufrag, Seat seat) => _byUfrag[ufrag] = seat;

    public void Unname(string ufrag) => _byUfrag.Remove(ufrag);

    public void Lead(NetworkPath path, Seat seat) => _byPath[path] = seat;

    /// <summary>Forgets a path, unless it leads to somebody else by now.</summary>
    public void Unlead(NetworkPath path, Seat seat)
    {
        if (_byPath.TryGetValue(path, out var owner) && owner == seat) _byPath.Remove(path);
    }

    // A scan of the tables: peers leave rarely, and an index of them would have to be kept right with every check.
    public void Forget(Seat seat)
    {
        foreach (var (path, owner) in _byPath)
            if (owner == seat)
                _byPath.Remove(path);
        foreach (var (ufrag, owner) in _byUfrag)
            if (owner == seat)
                _byUfrag.Remove(ufrag);
    }

    public void Clear()
    {
        _byPath.Clear();
        _byUfrag.Clear();
    }
}
