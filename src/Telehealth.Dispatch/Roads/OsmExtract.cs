using System.Globalization;
using System.Xml;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>A way of an OpenStreetMap extract that an ambulance drives, or a ferry that takes it across in a time that is told.</summary>
internal sealed record OsmWay(long[] Nodes, OsmRoad Road, int Direction, string Name, TimeSpan? Crossing = null);

/// <summary>
/// The roads of an OpenStreetMap extract in XML, to be written as the two tables that <see cref="RoadGraphCsv"/> reads. Every node of a road stays
/// a node, so lengths and bends are exact.
/// </summary>
public sealed class OsmExtract
{
    /// <summary>Different texts that are counted by themselves; a file may hold any.</summary>
    private const int MostTold = 200;

    private readonly Dictionary<long, GeoPoint> _places = [];
    private readonly List<OsmWay> _ways = [];
    private readonly HashSet<long> _blocking = [];
    private readonly List<string> _ferriesLeftOut = [];
    private readonly Dictionary<string, int> _notUnderstood = new(StringComparer.Ordinal);

    private OsmExtract()
    {
    }

    /// <summary>Why the file could not be read to its end, with the line; null when it was. What came before is kept.</summary>
    public string? Broken { get; private set; }

    /// <summary>How many ways are roads that an ambulance drives.</summary>
    public int RoadCount => _ways.Count(way => way.Crossing is null);

    /// <summary>How many ways are ferries that take vehicles and say how long they need.</summary>
    public int FerryCount => _ways.Count - RoadCount;

    /// <summary>Ferries that are not used, because they do not say how long they need or take no vehicles; each by its name.</summary>
    public IReadOnlyList<string> FerriesLeftOut => _ferriesLeftOut;

    /// <summary>How many objects the file marks as deleted; they are not read.</summary>
    public int DeletedCount { get; private set; }

    /// <summary>How many nodes of roads no vehicle passes: the road is cut there.</summary>
    public int BlockedNodeCount => _ways.SelectMany(way => way.Nodes).Where(_blocking.Contains).Distinct().Count();

    /// <summary>What the file says of roads that was not understood or is not read, and how often: the most frequent first. It is as if it was not said.</summary>
    public IReadOnlyList<(string Text, int Count)> NotUnderstood =>
        [.. _notUnderstood.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value))];

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
                if (xml.Name is "node" or "way" && IsDeleted(xml))
                    extract.DeletedCount++;
                else if (xml.Name == "node")
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

    /// <summary>Writes the table of nodes, those that a road leads through; a node that no vehicle passes is written once for each piece of road that ends at it.</summary>
    /// <returns>How many.</returns>
    public int WriteNodes(TextWriter table)
    {
        table.Write(RoadGraphCsv.NodesHeader + "\n");
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, from, to, first, second) in Pieces())
        {
            foreach (var (id, node) in new[] { (from, first), (to, second) })
            {
                var place = _places[node];
                if (written.Add(id))
                    table.Write(string.Create(CultureInfo.InvariantCulture, $"{id},{place.Latitude:0.#######},{place.Longitude:0.#######}\n"));
            }
        }

        return written.Count;
    }

    /// <summary>Writes the table of roads, a row for each straight piece, and one for each direction where their speeds differ.</summary>
    /// <returns>How many pieces.</returns>
    public int WriteRoads(TextWriter table)
    {
        table.Write(RoadGraphCsv.RoadsHeader + "\n");
        var pieces = 0;
        foreach (var (way, from, to, _, _) in Pieces())
        {
            var (forward, backward) = (way.Road.Forward, way.Road.Backward);
            if (way.Direction == 0 && forward == backward)
                Write(from, to, "no", forward);
            if (way.Direction > 0 || (way.Direction == 0 && forward != backward))
                Write(from, to, "yes", forward);
            if (way.Direction < 0 || (way.Direction == 0 && forward != backward))
                Write(to, from, "yes", backward);
            pieces++;

            void Write(string tail, string head, string oneWay, RoadSpeeds speeds) => table.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{tail},{head},{way.Road.Class.ToString().ToLowerInvariant()},{oneWay},{speeds.Regular:0.##},{speeds.LightsAndSirens:0.##},{way.Name}\n"));
        }

        return pieces;
    }

    private static bool IsDeleted(XmlReader xml) => xml.GetAttribute("action") == "delete" || xml.GetAttribute("visible") == "false";

    /// <summary>The straight pieces of all ways, with the ids of their ends in the tables: at a node that no vehicle passes each piece ends by itself.</summary>
    private IEnumerable<(OsmWay Way, string From, string To, long First, long Second)> Pieces()
    {
        (CutPieceCount, LoopCount) = (0, 0);
        var ends = 0;
        foreach (var read in _ways)
        {
            var way = read.Crossing is { } crossing ? read with { Road = AtSpeedOf(read.Nodes, crossing) } : read;
            foreach (var (first, second) in way.Nodes.Zip(way.Nodes.Skip(1)))
            {
                if (IsPiece(first, second))
                    yield return (way, End(first), End(second), first, second);
            }
        }

        string End(long node) => _blocking.Contains(node) ? string.Create(CultureInfo.InvariantCulture, $"{node}:{++ends}") : node.ToString(CultureInfo.InvariantCulture);
    }

    private OsmRoad AtSpeedOf(long[] nodes, TimeSpan crossing)
    {
        var metres = nodes.Zip(nodes.Skip(1)).Where(piece => _places.ContainsKey(piece.First) && _places.ContainsKey(piece.Second))
            .Sum(piece => _places[piece.First].DistanceTo(_places[piece.Second]).Metres);
        var kmh = Math.Clamp(metres / crossing.TotalSeconds * 3.6, RoadGraphCsv.SlowestKmh, RoadGraphCsv.FastestKmh);
        return new OsmRoad(RoadClass.Residential, new RoadSpeeds(kmh, kmh), new RoadSpeeds(kmh, kmh));
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
        {
            _places[id] = place;
            if (!xml.IsEmptyElement && Inside(xml).Tags is { Count: > 0 } tags)
                AddTags(id, tags);
        }
        else
        {
            BadNodeCount++;
        }
    }

    private void AddTags(long node, Dictionary<string, string> tags)
    {
        if (OsmTags.IsBlocking(tags))
            _blocking.Add(node);
        Count(OsmTags.NotUnderstoodOnNode(tags));
    }

    private void AddWay(XmlReader xml)
    {
        var (nodes, tags) = Inside(xml);
        var name = OneCell(tags.GetValueOrDefault("name") ?? tags.GetValueOrDefault("ref", ""));
        if (nodes.Count >= 2 && tags.GetValueOrDefault("route") == "ferry" && !tags.ContainsKey("highway"))
        {
            AddFerry([.. nodes], tags, name);
        }
        else if (nodes.Count < 2 || OsmTags.RoadOf(tags) is not { } road)
        {
            OtherWayCount++;
        }
        else if (OsmTags.DirectionOf(tags) is not { } direction)
        {
            OtherWayCount++;
            Count("oneway=reversible (left out)");
        }
        else
        {
            _ways.Add(new OsmWay([.. nodes], road, direction, name));
            foreach (var tag in OsmTags.NotUnderstoodOnRoad(tags))
                Count(tag);
        }
    }

    private void AddFerry(long[] nodes, Dictionary<string, string> tags, string name)
    {
        var told = name.Length > 0 ? name : "a ferry without a name";
        if (!OsmTags.IsVehicleFerry(tags))
            _ferriesLeftOut.Add($"{told} (no vehicles)");
        else if (OsmTags.DurationOf(tags) is not { } duration)
            _ferriesLeftOut.Add($"{told} (no duration)");
        else
            _ways.Add(new OsmWay(nodes, OsmRoad.Ferry, OsmTags.DirectionOf(tags) ?? 0, name, duration));
    }

    private static (List<long> Nodes, Dictionary<string, string> Tags) Inside(XmlReader xml)
    {
        var nodes = new List<long>();
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        using var inside = xml.ReadSubtree();
        while (inside.Read())
        {
            if (inside.Name == "nd" && long.TryParse(inside.GetAttribute("ref"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var node))
                nodes.Add(node);
            else if (inside.Name == "tag" && inside.GetAttribute("k") is { } key && inside.GetAttribute("v") is { } value)
                tags[key] = value;
        }

        return (nodes, tags);
    }

    private void Count(string? notUnderstood)
    {
        if (notUnderstood is null)
            return;
        var text = _notUnderstood.Count < MostTold || _notUnderstood.ContainsKey(notUnderstood) ? notUnderstood : "other";
        _notUnderstood[text] = _notUnderstood.GetValueOrDefault(text) + 1;
    }

    /// <summary>The tables have no way to write a comma or a new line inside a value.</summary>
    private static string OneCell(string name) => string.Join(' ', name.Split([',', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
