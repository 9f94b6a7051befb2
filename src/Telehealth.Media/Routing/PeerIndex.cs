using System.Diagnostics.CodeAnalysis;

namespace Telehealth.Media.Routing;

/// <summary>Whose a datagram is: by the address it comes from, and a connectivity check by the user name fragment that it names.</summary>
internal sealed class PeerIndex
{
    private const int MaxUfragLength = 32;

    private readonly Dictionary<string, Peer> _byUfrag = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Peer>.AlternateLookup<ReadOnlySpan<char>> _byUfragText;
    private readonly Dictionary<NetworkPath, Peer> _byPath = [];

    public PeerIndex() => _byUfragText = _byUfrag.GetAlternateLookup<ReadOnlySpan<char>>();

    public bool TryFind(NetworkPath from, [NotNullWhen(true)] out Peer? peer) => _byPath.TryGetValue(from, out peer);

    public Peer? FindByUfrag(ReadOnlySpan<byte> ufrag)
    {
        if (ufrag.IsEmpty || ufrag.Length > MaxUfragLength) return null;
        Span<char> text = stackalloc char[MaxUfragLength];
        for (var i = 0; i < ufrag.Length; i++) text[i] = (char)ufrag[i];
        return _byUfragText.TryGetValue(text[..ufrag.Length], out var peer) ? peer : null;
    }

    public void Name(string ufrag, Peer peer) => _byUfrag[ufrag] = peer;

    public void Unname(string ufrag) => _byUfrag.Remove(ufrag);

    public void Lead(NetworkPath path, Peer peer) => _byPath[path] = peer;

    /// <summary>Forgets a path, unless it leads to somebody else by now.</summary>
    public void Unlead(NetworkPath path, Peer peer)
    {
        if (_byPath.TryGetValue(path, out var owner) && owner == peer) _byPath.Remove(path);
    }

    // A scan of the tables: peers leave rarely, and an index of them would have to be kept right with every check.
    public void Forget(Peer peer)
    {
        foreach (var (path, owner) in _byPath)
            if (owner == peer)
                _byPath.Remove(path);
        foreach (var (ufrag, owner) in _byUfrag)
            if (owner == peer)
                _byUfrag.Remove(ufrag);
    }

    public void Clear()
    {
        _byPath.Clear();
        _byUfrag.Clear();
    }
}
