using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>What a kind of element is called in a file.</summary>
internal enum OsmKind
{
    /// <summary>A place.</summary>
    Node,

    /// <summary>A line through nodes.</summary>
    Way,

    /// <summary>Elements that belong together.</summary>
    Relation,
}

/// <summary>Something that an OpenStreetMap file holds, whatever its format: readers of formats yield these, in the file's order.</summary>
internal abstract record OsmElement
{
    /// <summary>What an element without tags has.</summary>
    public static IReadOnlyDictionary<string, string> NoTags { get; } = new Dictionary<string, string>();
}

/// <summary>A place, and what stands there. Ids of an editor's new elements are negative.</summary>
internal sealed record OsmNode(long Id, GeoPoint Place, IReadOnlyDictionary<string, string> Tags) : OsmElement;

/// <summary>A line: a road, a river, the outline of a house. The id is 0 where the file has none.</summary>
/// <param name="Nodes">Ids of the nodes that it leads through, in its own direction.</param>
internal sealed record OsmWay(long Id, IReadOnlyList<long> Nodes, IReadOnlyDictionary<string, string> Tags) : OsmElement;

/// <summary>Elements that belong together, such as the roads of a turn that is forbidden. The id is 0 where the file has none.</summary>
internal sealed record OsmRelation(long Id, IReadOnlyList<OsmMember> Members, IReadOnlyDictionary<string, string> Tags) : OsmElement;

/// <summary>An element of a relation, and as what it belongs to it: <c>from</c>, <c>via</c>, <c>to</c>. The role may be empty.</summary>
internal sealed record OsmMember(OsmKind Kind, long Id, string Role);

/// <summary>An element that the file marks as deleted; what it was is not read.</summary>
internal sealed record OsmDeleted : OsmElement;

/// <summary>A node without a usable id or place.</summary>
internal sealed record OsmBadNode : OsmElement;
