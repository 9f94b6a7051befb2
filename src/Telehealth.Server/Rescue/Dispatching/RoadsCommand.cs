using System.Globalization;
using System.IO.Compression;
using Telehealth.Dispatch.Roads;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// <c>Telehealth.Server roads import --osm FILE --nodes FILE --arcs FILE --turns FILE</c>: writes the roads of an OpenStreetMap extract as
/// the tables that dispatch reads, reads them back, and says what they hold. Needs no database.
/// </summary>
internal static class RoadsCommand
{
    /// <summary>Lines of one kind; the rest of a strange file's is not told.</summary>
    private const int MostTold = 50;

    private const string Usage = "Usage: Telehealth.Server roads import --osm FILE --nodes FILE --arcs FILE [--turns FILE]";

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

        try
        {
            return Import(files, output);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            output.WriteLine($"Nothing was written: {cause.Message}");
            return 1;
        }
    }

    private static int Import(ImportFiles files, TextWriter output)
    {
        if (Read(files.Osm, output) is not { } extract)
            return 1;

        // Beside, and moved into place when whole: a failed import leaves the tables that were there.
        try
        {
            foreach (var table in files.Tables)
                CreateFolderOf(table);
            using (var nodes = File.CreateText(Beside(files.Nodes)))
            using (var arcs = File.CreateText(Beside(files.Arcs)))
                Say(output, $"{extract.WriteNodes(nodes)} nodes and {extract.WriteRoads(arcs)} pieces of road.");
            WriteTurns(extract, files.Turns, output);
            Report(extract, output);
            if (!ReadBack(files, output))
                return 1;
            foreach (var table in files.Tables)
                File.Move(Beside(table), table, overwrite: true);
            return 0;
        }
        finally
        {
            foreach (var table in files.Tables)
                File.Delete(Beside(table));
        }
    }

    private static string Beside(string table) => table + ".part";

    private static void WriteTurns(OsmExtract extract, string? turns, TextWriter output)
    {
        if (turns is null)
        {
            output.WriteLine("Forbidden turns are not written: name a table for them by --turns FILE.");
            return;
        }

        using var table = File.CreateText(Beside(turns));
        Say(output, $"{extract.WriteTurns(table)} forbidden turns.");
    }

    private static OsmExtract? Read(string path, TextWriter output)
    {
        using var file = File.OpenRead(path);
        var head = new byte[OsmFormats.HeadBytes];
        var format = OsmFormats.Of(head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)));
        if (format == OsmFormat.Bzip2)
        {
            output.WriteLine($"{path} is compressed by bzip2. Unpack it first, such as by: bunzip2 extract.osm.bz2");
            return null;
        }

        file.Position = 0;
        var extract = format == OsmFormat.Pbf ? OsmExtract.ReadPbf(file) : ReadXml(file, format);
        if (extract.Broken is not { } broken)
            return extract;
        output.WriteLine($"{path} is damaged or no extract that can be read, so nothing was written: {broken}");
        return null;
    }

    private static OsmExtract ReadXml(Stream file, OsmFormat format)
    {
        using var unpacked = format == OsmFormat.Gzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var text = new StreamReader(unpacked);
        return OsmExtract.Read(text);
    }

    private static void CreateFolderOf(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
    }

    private static void Report(OsmExtract extract, TextWriter output)
    {
        Say(output, $"{extract.RoadCount} roads, {extract.FerryCount} ferries, {extract.OtherWayCount} other ways.");
        Say(
            output,
            $"Left out: {extract.BadNodeCount} nodes without a place, {extract.CutPieceCount} pieces cut off, {extract.LoopCount} loops, {extract.DeletedCount} deleted objects.");
        Say(output, $"Roads are cut at {extract.BlockedNodeCount} nodes that no vehicle passes, such as bollards and locked gates.");
        foreach (var ferry in extract.FerriesLeftOut.Take(MostTold))
            Say(output, $"Ferry left out: {ferry}");
        foreach (var (text, count) in extract.NotUnderstood.Take(MostTold))
            Say(output, $"Not understood or not read: {text} ({count} times)");
    }

    /// <returns>Whether there is a graph to use.</returns>
    private static bool ReadBack(ImportFiles files, TextWriter output)
    {
        var turns = files.Turns is { } table ? File.ReadAllText(Beside(table)) : null;
        var read = RoadGraphCsv.Read(File.ReadAllText(Beside(files.Nodes)), File.ReadAllText(Beside(files.Arcs)), turns);
        foreach (var problem in read.Problems)
            Say(output, $"{problem.File}, row {problem.Row}: {problem.Text}");
        if (read.Graph is not { } graph)
        {
            output.WriteLine("No road could be used, so nothing was written.");
            return false;
        }

        Say(
            output,
            $"The road net has {graph.NetNodeCount} nodes; {graph.NodeCount - graph.NetNodeCount} more lie on islands or lead nowhere.");
        return true;
    }

    private static ImportFiles? Files(string[] options)
    {
        var named = options.Chunk(2).Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1]);
        var turns = named["--turns"].ToArray();
        return options.Length == 6 + 2 * turns.Length && turns.Length <= 1
            && named["--osm"].ToArray() is [var osm] && named["--nodes"].ToArray() is [var nodes] && named["--arcs"].ToArray() is [var arcs]
            ? new ImportFiles(osm, nodes, arcs, turns.FirstOrDefault())
            : null;
    }

    private static void Say(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>What is read and what is written.</summary>
    private sealed record ImportFiles(string Osm, string Nodes, string Arcs, string? Turns)
    {
        public IEnumerable<string> Tables => Turns is null ? [Nodes, Arcs] : [Nodes, Arcs, Turns];
    }
}
