using System.Globalization;
using Telehealth.Dispatch.Roads;

namespace Telehealth.Server.Hosting;

/// <summary>
/// <c>Telehealth.Server roads import --osm FILE --nodes FILE --arcs FILE</c>: writes the roads of an OpenStreetMap extract as the two tables that
/// dispatch reads, reads them back, and says what they hold. Needs no database.
/// </summary>
internal static class RoadsCommand
{
    private const string Usage = "Usage: Telehealth.Server roads import --osm FILE --nodes FILE --arcs FILE";

    /// <returns>The process's exit code: 0, or 1 when there is no graph to use, or 2 when it was not understood.</returns>
    public static int Run(string[] arguments, TextWriter output)
    {
        if (arguments is not ["import", .. var options] || Files(options) is not { } files)
        {
            output.WriteLine(Usage);
            return 2;
        }

        if (!File.Exists(files.Osm))
        {
            output.WriteLine($"There is no file {files.Osm}.");
            return 1;
        }

        using (var text = File.OpenText(files.Osm))
        using (var nodes = File.CreateText(files.Nodes))
        using (var arcs = File.CreateText(files.Arcs))
        {
            var extract = OsmExtract.Read(text);
            Say(output, $"{extract.RoadCount} roads, {extract.OtherWayCount} other ways.");
            if (extract.Broken is { } broken)
                output.WriteLine($"The extract could not be read to its end: {broken}");
            Say(output, $"{extract.WriteNodes(nodes)} nodes and {extract.WriteRoads(arcs)} pieces of road written.");
            Say(output, $"Left out: {extract.BadNodeCount} nodes without a place, {extract.CutPieceCount} pieces cut off, {extract.LoopCount} loops.");
        }

        return ReadBack(files.Nodes, files.Arcs, output);
    }

    private static int ReadBack(string nodes, string arcs, TextWriter output)
    {
        var read = RoadGraphCsv.Read(File.ReadAllText(nodes), File.ReadAllText(arcs));
        foreach (var problem in read.Problems)
            Say(output, $"{problem.File}, row {problem.Row}: {problem.Text}");
        if (read.Graph is not { } graph)
        {
            output.WriteLine("No road could be used.");
            return 1;
        }

        Say(output, $"The road net has {graph.NetNodeCount} nodes; {graph.NodeCount - graph.NetNodeCount} more lie on islands or lead nowhere.");
        return 0;
    }

    private static (string Osm, string Nodes, string Arcs)? Files(string[] options)
    {
        var named = options.Chunk(2).Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1]);
        return options.Length == 6 && named["--osm"].ToArray() is [var osm] && named["--nodes"].ToArray() is [var nodes] && named["--arcs"].ToArray() is [var arcs]
            ? (osm, nodes, arcs)
            : null;
    }

    private static void Say(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
