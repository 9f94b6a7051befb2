using System.Globalization;
using System.Xml;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>A way of an OpenStreetMap extract that an ambulance drives.</summary>
internal sealed record OsmWay(long[] Nodes, RoadClass Class, RoadSpeeds Speeds, int Direction, string Name);

/// <summary>
/// The roads of an OpenStreetMap extract in XML, to be written as the two tables that <see cref="RoadGraphCsv"/> reads. Every node of a road stays
/// a node, so lengths and bends are exact.
/// </summary>
public sealed class OsmExtract
{
    private readonly Dictionary<long, GeoPoint> _places = [];
    private readonly List<OsmWay> _ways = [];

    private OsmExtract()
    {
    }

    /// <summary>Why the file could not be read to its end, with the line; null when it was. What came before is kept.</summary>
    public string? Broken { get; private set; }

    /// <summary>How many ways are roads that an ambulance drives.</summary>
    public int RoadCount => _ways.Count;

    /// <summary>How many ways are none: footpaths, closed roads, houses, rivers.</summary>
    public int OtherWayCount { get; private set; }

    /// <summary>How many nodes had no usable id or place.</summary>
    public int BadNodeCount { get; private set; }

    /// <summary>How many pieces of road were left out because the extract has no place for an end: it was cut off there.</summary>
    public int CutPieceCount { get; private set; }

    /// <summary>How many pieces led from a node to itself.</summary>
    public int LoopCount { get; private set; }

    /// <summary>Reads an extract: XML of API version 0.6, as exports and extracts have it. Never throws for what is in it.</summary>
    public static OsmExtract Read(TextReader text)
    {
        var extract = new OsmExtract();
        try
        {
            using var xml = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true });
            xml.MoveToContent();
            if (xml.Name != "osm")
                throw new XmlException($"The file begins with <{xml.Name}> and not with <osm>.");
            while (xml.Read())
            {
                if (xml.NodeType != XmlNodeType.Element)
                    continue;
                if (xml.Name == "node")
                    extract.AddNode(xml);
                else if (xml.Name == "way")
                    extract.AddWay(xml);
            }
        }
        catch (XmlException broken)
        {
            extract.Broken = broken.Message;
        }

        return extract;
    }

    /// <summary>Writes the table of nodes, those that a road leads through.</summary>
    /// <returns>How many.</returns>
    public int WriteNodes(TextWriter table)
    {
        table.Write(RoadGraphCsv.NodesHeader + "\n");
        var written = new HashSet<long>();
        foreach (var node in _ways.SelectMany(way => way.Nodes))
        {
            if (_places.TryGetValue(node, out var place) && written.Add(node))
                table.Write(string.Create(CultureInfo.InvariantCulture, $"{node},{place.Latitude:0.#######},{place.Longitude:0.#######}\n"));
        }

        return written.Count;
    }

    /// <summary>Writes the table of roads, a row for each straight piece.</summary>
    /// <returns>How many.</returns>
    public int WriteRoads(TextWriter table)
    {
        (CutPieceCount, LoopCount) = (0, 0);
        table.Write(RoadGraphCsv.RoadsHeader + "\n");
        var pieces = 0;
        foreach (var way in _ways)
        {
            var (kind, oneWay) = (way.Class.ToString().ToLowerInvariant(), way.Direction == 0 ? "no" : "yes");
            foreach (var (first, second) in way.Nodes.Zip(way.Nodes.Skip(1)))
            {
                if (!IsPiece(first, second))
                    continue;
                var (from, to) = way.Direction < 0 ? (second, first) : (first, second);
                table.Write(string.Create(CultureInfo.InvariantCulture, $"{from},{to},{kind},{oneWay},{way.Speeds.Regular:0.#},{way.Speeds.LightsAndSirens:0.#},{way.Name}\n"));
                pieces++;
            }
        }

        return pieces;
    }

    private bool IsPiece(long first, long second)
    {
        if (first == second)
            LoopCount++;
        else if (!_places.ContainsKey(first) || !_places.ContainsKey(second))
            CutPieceCount++;
        else
            return true;
        return false;
    }

    private void AddNode(XmlReader xml)
    {
        if (long.TryParse(xml.GetAttribute("id"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            && double.TryParse(xml.GetAttribute("lat"), NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
            && double.TryParse(xml.GetAttribute("lon"), NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
            && GeoPoint.TryCreate(latitude, longitude, out var place))
            _places[id] = place;
        else
            BadNodeCount++;
    }

    private void AddWay(XmlReader xml)
    {
        var nodes = new List<long>();
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var inside = xml.ReadSubtree())
        {
            while (inside.Read())
            {
                if (inside.Name == "nd" && long.TryParse(inside.GetAttribute("ref"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var node))
                    nodes.Add(node);
                else if (inside.Name == "tag" && inside.GetAttribute("k") is { } key && inside.GetAttribute("v") is { } value)
                    tags[key] = value;
            }
        }

        if (OsmTags.RoadOf(tags) is not { } road || nodes.Count < 2)
            OtherWayCount++;
        else
            _ways.Add(new OsmWay([.. nodes], road.Class, road.Speeds, OsmTags.DirectionOf(tags), OneCell(tags.GetValueOrDefault("name") ?? tags.GetValueOrDefault("ref", ""))));
    }

    /// <summary>The tables have no way to write a comma or a new line inside a value.</summary>
    private static string OneCell(string name) => string.Join(' ', name.Split([',', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
