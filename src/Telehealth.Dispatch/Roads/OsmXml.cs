using System.Globalization;
using System.Xml;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>Reads OpenStreetMap's XML of API version 0.6, as exports and extracts have it.</summary>
internal static class OsmXml
{
    /// <summary>The elements of a file, one after the other as they are read.</summary>
    /// <exception cref="XmlException">The file is damaged, cut off or something else; said when the reader gets there.</exception>
    public static IEnumerable<OsmElement> Read(TextReader text)
    {
        using var xml = XmlReader.Create(
            text,
            new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreWhitespace = true,
            });
        xml.MoveToContent();
        if (xml.Name != "osm")
            throw new XmlException($"The file begins with <{xml.Name}> and not with <osm>.");
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.Name is "node" or "way" or "relation")
                yield return IsDeleted(xml) ? new OsmDeleted() : Element(xml);
        }
    }

    private static bool IsDeleted(XmlReader xml) => xml.GetAttribute("action") == "delete" || xml.GetAttribute("visible") == "false";

    private static OsmElement Element(XmlReader xml)
    {
        if (xml.Name == "node")
            return Node(xml);
        var (isWay, id) = (xml.Name == "way", Number(xml, "id") ?? 0);
        var (nodes, members, tags) = Inside(xml);
        return isWay ? new OsmWay(id, nodes, tags) : new OsmRelation(id, members, tags);
    }

    private static OsmElement Node(XmlReader xml) =>
        Number(xml, "id") is { } id
        && double.TryParse(xml.GetAttribute("lat"), NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
        && double.TryParse(xml.GetAttribute("lon"), NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
        && GeoPoint.TryCreate(latitude, longitude, out var place)
            ? new OsmNode(id, place, xml.IsEmptyElement ? OsmElement.NoTags : Inside(xml).Tags)
            : new OsmBadNode();

    private static (List<long> Nodes, List<OsmMember> Members, Dictionary<string, string> Tags) Inside(XmlReader xml)
    {
        var nodes = new List<long>();
        var members = new List<OsmMember>();
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        using var inside = xml.ReadSubtree();
        while (inside.Read())
        {
            if (inside.Name == "nd" && Number(inside, "ref") is { } node)
                nodes.Add(node);
            else if (inside.Name == "member" && Member(inside) is { } member)
                members.Add(member);
            else if (inside.Name == "tag" && inside.GetAttribute("k") is { } key && inside.GetAttribute("v") is { } value)
                tags[key] = value;
        }

        return (nodes, members, tags);
    }

    private static OsmMember? Member(XmlReader xml)
    {
        OsmKind? kind = xml.GetAttribute("type") switch
        {
            "node" => OsmKind.Node,
            "way" => OsmKind.Way,
            "relation" => OsmKind.Relation,
            _ => null,
        };
        return kind is { } known && Number(xml, "ref") is { } id ? new OsmMember(known, id, xml.GetAttribute("role") ?? "") : null;
    }

    private static long? Number(XmlReader xml, string attribute) =>
        long.TryParse(xml.GetAttribute(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
