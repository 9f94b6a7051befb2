using System.Globalization;
using System.Xml;
using Google.Protobuf;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>A way of an OpenStreetMap extract that an ambulance drives, or a ferry that takes it across in a time that is told.</summary>
/// <param name="Id">The id of the way that it was, by which relations name it.</param>
internal sealed record DrivenWay(long Id, long[] Nodes, OsmRoad Road, int Direction, string Name, TimeSpan? Crossing = null);

/// <summary>
/// The roads of an OpenStreetMap extract, to be written as the tables that <see cref="RoadGraphCsv"/> reads. Every node of a road stays
/// a node, so lengths and bends are exact. What the file's format is, its reader knows alone: here come elements.
/// </summary>
public sealed class OsmExtract
{
    /// <summary>Different texts that are counted by themselves; a file may hold any.</summary>
    private const int MostTold = 200;

    private readonly Dictionary<long, GeoPoint> _places = [];
    private readonly List<DrivenWay> _ways = [];
    private readonly List<OsmRelation> _restrictions = [];
    private IReadOnlyList<OsmTurn> _turns = [];
    private readonly HashSet<long> _blocking = [];
    private readonly List<string> _ferriesLeftOut = [];
    private readonly Dictionary<string, int> _notUnderstood = new(StringComparer.Ordinal);

    /// <summary>The nodes whose places are kept; null for all.</summary>
    private HashSet<long>? _onlyNodes;

    internal OsmExtract()
    {
    }

    /// <summary>Why the file could not be read to its end, with the line or the byte; null when it was. What came before is kept.</summary>
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

    /// <summary>
    /// What the file says of roads that was not understood or is not read,
    /// and how often: the most frequent first. It is as if it was not said.
    /// </summary>
    public IReadOnlyList<(string Text, int Count)> NotUnderstood =>
        [
            .. _notUnderstood
                .OrderByDescending(entry => entry.Value)
                .ThenBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => (entry.Key, entry.Value)),
        ];

    /// <summary>How many ways are none: footpaths, closed roads, houses, rivers.</summary>
    public int OtherWayCount { get; private set; }

    /// <summary>How many nodes had no usable id or place.</summary>
    public int BadNodeCount { get; private set; }

    /// <summary>How many pieces of road were left out because the extract has no place for an end: it was cut off there.</summary>
    public int CutPieceCount { get; private set; }

    /// <summary>How many pieces led from a node to itself.</summary>
    public int LoopCount { get; private set; }

    /// <summary>The ways that are driven, in the file's order.</summary>
    internal IReadOnlyList<DrivenWay> Ways => _ways;

    /// <summary>
    /// Relations that may forbid or demand a turn, in the file's order. They name
    /// ways by their ids, also such as are not driven or not in the extract.
    /// </summary>
    internal IReadOnlyList<OsmRelation> Restrictions => _restrictions;

    /// <summary>Reads an extract: XML of API version 0.6, as exports and extracts have it. Never throws for what is in it.</summary>
    public static OsmExtract Read(TextReader text)
    {
        var extract = new OsmExtract();
        try
        {
            foreach (var element in OsmXml.Read(text))
                extract.Add(element);
        }
        catch (XmlException broken)
        {
            extract.Broken = broken.Message;
        }

        extract.FindTurns();
        return extract;
    }

    /// <summary>
    /// Reads an extract in PBF, twice: first its ways, then the places of the nodes that they lead through, since most nodes of an extract
    /// are of no road. Never throws for what is in it.
    /// </summary>
    /// <param name="file">A stream that can seek. One block of it is in memory at a time.</param>
    public static OsmExtract ReadPbf(Stream file)
    {
        var extract = new OsmExtract();
        var pbf = new OsmPbf(file);
        try
        {
            foreach (var element in pbf.WaysAndRelations())
                extract.Add(element);
            extract._onlyNodes = extract._ways.SelectMany(way => way.Nodes).ToHashSet();
            foreach (var element in pbf.Nodes())
                extract.Add(element);
        }
        catch (Exception broken) when (broken is InvalidDataException or InvalidProtocolBufferException)
        {
            extract.Broken = string.Create(
                CultureInfo.InvariantCulture, $"The block at byte {pbf.BlockStart} cannot be read. {broken.Message}");
        }

        extract._onlyNodes = null;
        extract.FindTurns();
        return extract;
    }

    /// <summary>Takes an element in, whatever it is.</summary>
    internal void Add(OsmElement element)
    {
        switch (element)
        {
            case OsmNode node:
                Add(node);
                break;
            case OsmWay way:
                Add(way);
                break;
            case OsmRelation relation:
                Add(relation);
                break;
            case OsmDeleted:
                DeletedCount++;
                break;
            case OsmBadNode:
                BadNodeCount++;
                break;
        }
    }

    /// <summary>Takes a place in, and whether something stands there.</summary>
    internal void Add(OsmNode node)
    {
        if (_onlyNodes?.Contains(node.Id) != false)
            _places[node.Id] = node.Place;
        if (node.Tags.Count == 0)
            return;
        if (OsmTags.IsBlocking(node.Tags))
            _blocking.Add(node.Id);
        Count(OsmTags.NotUnderstoodOnNode(node.Tags));
    }

    /// <summary>Takes a way in when it is driven, and counts it otherwise.</summary>
    internal void Add(OsmWay way)
    {
        var (nodes, tags) = (way.Nodes, way.Tags);
        var name = OneCell(tags.GetValueOrDefault("name") ?? tags.GetValueOrDefault("ref", ""));
        if (nodes.Count >= 2 && tags.GetValueOrDefault("route") == "ferry" && !tags.ContainsKey("highway"))
        {
            AddFerry(way, name);
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
            _ways.Add(new DrivenWay(way.Id, [.. nodes], road, direction, name));
            foreach (var tag in OsmTags.NotUnderstoodOnRoad(tags))
                Count(tag);
        }
    }

    /// <summary>Keeps a relation that speaks of a turn; no other matters to roads.</summary>
    internal void Add(OsmRelation relation)
    {
        if (OsmTags.IsRestriction(relation.Tags))
            _restrictions.Add(relation);
    }

    /// <summary>
    /// Writes the table of nodes, those that a road leads through; a node that
    /// no vehicle passes is written once for each piece of road that ends at it.
    /// </summary>
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
                    table.Write(
                        string.Create(CultureInfo.InvariantCulture, $"{id},{place.Latitude:0.#######},{place.Longitude:0.#######}\n"));
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

            void Write(string tail, string head, string oneWay, RoadSpeeds speeds) =>
                table.Write(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{tail},{head},{way.Road.Class.ToString().ToLowerInvariant()},{oneWay},{speeds.Regular:0.##},{speeds.LightsAndSirens:0.##},{way.Name}\n"));
        }

        return pieces;
    }

    /// <summary>Writes the table of turns that are forbidden.</summary>
    /// <returns>How many.</returns>
    public int WriteTurns(TextWriter table)
    {
        table.Write(RoadGraphCsv.TurnsHeader + "\n");
        foreach (var turn in _turns)
            table.Write(string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', turn.Nodes)},{(turn.UrgentMay ? "yes" : "no")}\n"));
        return _turns.Count;
    }

    /// <summary>What relations say of turns, once all roads and places are known.</summary>
    private void FindTurns()
    {
        var turns = new OsmTurns(_ways, node => _places.ContainsKey(node) && !_blocking.Contains(node));
        foreach (var restriction in _restrictions)
            Count(turns.Add(restriction));
        foreach (var _ in turns.Found.Where(turn => turn.Nodes.Count > ForbiddenTurn.MostNodes))
            Count("a turn over too many nodes");
        _turns = [.. turns.Found.Where(turn => turn.Nodes.Count <= ForbiddenTurn.MostNodes)];
    }

    /// <summary>
    /// The straight pieces of all ways, with the ids of their ends in the
    /// tables: at a node that no vehicle passes each piece ends by itself.
    /// </summary>
    private IEnumerable<(DrivenWay Way, string From, string To, long First, long Second)> Pieces()
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

        string End(long node) =>
            _blocking.Contains(node)
                ? string.Create(CultureInfo.InvariantCulture, $"{node}:{++ends}")
                : node.ToString(CultureInfo.InvariantCulture);
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

    private void AddFerry(OsmWay way, string name)
    {
        var told = name.Length > 0 ? name : "a ferry without a name";
        if (!OsmTags.IsVehicleFerry(way.Tags))
            _ferriesLeftOut.Add($"{told} (no vehicles)");
        else if (OsmTags.DurationOf(way.Tags) is not { } duration)
            _ferriesLeftOut.Add($"{told} (no duration)");
        else
            _ways.Add(new DrivenWay(way.Id, [.. way.Nodes], OsmRoad.Ferry, OsmTags.DirectionOf(way.Tags) ?? 0, name, duration));
    }

    private void Count(string? notUnderstood)
    {
        if (notUnderstood is null)
            return;
        var text = _notUnderstood.Count < MostTold || _notUnderstood.ContainsKey(notUnderstood) ? notUnderstood : "other";
        _notUnderstood[text] = _notUnderstood.GetValueOrDefault(text) + 1;
    }

    /// <summary>The tables have no way to write a comma or a new line inside a value.</summary>
    private static string OneCell(string name) =>
        string.Join(' ', name.Split([',', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
