using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Telehealth.LoadTests.Measuring;
using Telehealth.LoadTests.Nearest;
using Telehealth.LoadTests.Offers;
using Telehealth.LoadTests.Running;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Feeds;

/// <summary>
/// How soon the consoles see what was committed, and what a change costs until all have heard of it: notes to open emergencies, because
/// nothing follows from them but that they are told. Then how fast rows are written anew from a log, and a start behind a long one.
/// </summary>
internal sealed class FeedsScenario(bool quick)
{
    private const int Seed = 20261130;
    private const int Open = 40;

    /// <summary>Of the embedded database's 200 connections.</summary>
    private const int PoolOfOthers = 30;

    /// <summary>Of the emergency that is repeated: the call, so many notes, the end.</summary>
    private const int NotesOfModel = 8;

    private readonly int _consoles = quick ? 5 : 50;
    private readonly int _perSecond = quick ? 20 : 100;
    private readonly int _seconds = quick ? 5 : 60;
    private readonly long _rebuilt = quick ? 5_000 : 200_000;
    private readonly long _long = quick ? 100_000 : 10_000_000;

    public static async Task<int> Run(bool quick, CancellationToken ct)
    {
        var folder = Peer.NewFolder();
        try
        {
            return await new FeedsScenario(quick).Run(folder, ct);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<int> Run(DirectoryInfo folder, CancellationToken ct)
    {
        Guid model;
        int unheard;
        string database;
        await using (var server = await ServerUnderTest.Start(CrewFleet.Settings, [ServerUnderTest.Program], ct, folder))
        {
            database = server.DatabaseFolder;
            (model, unheard) = await MeasureNotices(server, ct);
        }

        await MeasureRebuild(folder, await GrownLog.To(database, model, _rebuilt, ct), ct);
        var events = await GrownLog.To(database, model, _long, ct);
        Figures.Say($"the log has {events} events");
        var began = Stopwatch.GetTimestamp();
        await using (await ServerUnderTest.Start(CrewFleet.Settings, [ServerUnderTest.Program], ct, folder))
            Figures.Print("feeds.start_s_10m_events", Stopwatch.GetElapsedTime(began).TotalSeconds, "s");
        return unheard == 0 ? 0 : 1;
    }

    private async Task<(Guid Model, int Unheard)> MeasureNotices(ServerUnderTest server, CancellationToken ct)
    {
        await using var statements = await StatementCount.Begin(server.DatabaseFolder, ct);
        await using var database = NpgsqlDataSource.Create(ServerUnderTest.DatabaseIn(server.DatabaseFolder, "postgres"));
        Told one;
        Guid model;
        await using (var board = await Watch([server], ct))
        {
            one = await Measure(board, database, statements, ct);
            model = await MakeModel(board, ct);
        }

        Figures.Print("feeds.notify_p50_ms", one.Lags.Percentile(0.50).TotalMilliseconds, "ms");
        Figures.Print("feeds.notify_p99_ms", one.Lags.Percentile(0.99).TotalMilliseconds, "ms");
        Figures.Print("feeds.deliveries_per_change", one.Deliveries, "messages to each console");
        Figures.Print("feeds.queries_per_change_1_node", one.Queries, "queries");

        await using var second = await ServerUnderTest.Start(BesideIt(server), ct);
        await using var third = await ServerUnderTest.Start(BesideIt(server), ct);
        await using var spread = await Watch([server, second, third], ct);
        var three = await Measure(spread, database, statements, ct);
        Figures.Print("feeds.deliveries_per_change_3_nodes", three.Deliveries, "messages to each console");
        Figures.Print("feeds.queries_per_change_3_nodes", three.Queries, "queries");
        return (model, one.Unheard + three.Unheard);
    }

    /// <summary>Another node on the database of the first.</summary>
    private static Dictionary<string, string> BesideIt(ServerUnderTest server)
    {
        var database = ServerUnderTest.DatabaseIn(server.DatabaseFolder, "telehealth");
        database.MaxPoolSize = PoolOfOthers;
        return new Dictionary<string, string>(CrewFleet.Settings) { ["Postgres__ConnectionString"] = database.ConnectionString };
    }

    /// <summary>Consoles on these nodes in turn.</summary>
    private async Task<WatchedBoard> Watch(IReadOnlyList<ServerUnderTest> nodes, CancellationToken ct)
    {
        var token = await HubClient.SignIn(nodes[0].Http, "hana@demo.telehealth", "demo-telehealth", ct);
        var board = new WatchedBoard();
        for (var number = 0; number < _consoles; number++)
            await board.Add(HubClient.To(nodes[number % nodes.Count].Hub("/hub/dispatch"), token), ct);
        return board;
    }

    private async Task<Told> Measure(WatchedBoard board, NpgsqlDataSource database, StatementCount statements, CancellationToken ct)
    {
        var open = new List<Guid>();
        for (var number = 0; number < Open; number++)
            open.Add((await board.Any(number).Ask<Named>("RaiseForCaller", [EmergencyCall.Of($"feed {number}")], ct)).Id);
        await Task.Delay(TimeSpan.FromSeconds(quick ? 1 : 10), ct);

        var quiet = TimeSpan.FromSeconds(quick ? 2 : 20);
        await statements.Reset(ct);
        await Task.Delay(quiet, ct);
        var readsAtRest = await statements.Reads(ct) / quiet.TotalSeconds;

        var (last, messages) = (await LastPosition(database, ct), board.Messages);
        var arrivals = new Arrivals(_perSecond * _seconds, _perSecond, Seed);
        await statements.Reset(ct);
        var began = Stopwatch.GetTimestamp();
        await arrivals.Run(index => AddNote(board, open[index % open.Count], index, ct), ct);
        await Task.Delay(TimeSpan.FromSeconds(1), ct);
        var (time, reads, told) = (Stopwatch.GetElapsedTime(began), await statements.Reads(ct), board.Messages - messages);

        var lags = new LatencyHistogram();
        var unheard = await board.Lags(database, last, lags, ct);
        double changes = await Changes(database, last, ct);
        Figures.Say(
            $"{changes} changes, {board.Consoles} consoles, {readsAtRest:0.0} reads a second at rest, {unheard} not heard of, "
            + $"{board.Twice} versions of a row told twice");
        return new Told(
            lags, unheard, told / (double)board.Consoles / changes, (reads - readsAtRest * time.TotalSeconds) / changes);
    }

    private static Task<Named> AddNote(WatchedBoard board, Guid emergency, int index, CancellationToken ct) =>
        board.Any(index).Ask<Named>(
            "AddNote", [new { commandId = Guid.NewGuid(), emergencyId = emergency, text = $"A note of a load test, number {index}" }], ct);

    private static async Task<Guid> MakeModel(WatchedBoard board, CancellationToken ct)
    {
        var model = (await board.Any(0).Ask<Named>("RaiseForCaller", [EmergencyCall.Of("The model of a long log")], ct)).Id;
        for (var note = 0; note < NotesOfModel; note++)
            await AddNote(board, model, note, ct);
        await board.Any(0).Ask<Named>("Cancel", [new { commandId = Guid.NewGuid(), emergencyId = model, reason = "A load test" }], ct);
        return model;
    }

    /// <summary>The server's own command, with the start and the end of its database.</summary>
    private static async Task MeasureRebuild(DirectoryInfo folder, long events, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", [ServerUnderTest.Program, "rebuild"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder.FullName,
        };
        foreach (var (name, value) in CrewFleet.Settings)
            start.Environment[name] = value;
        start.Environment["Postgres__DataFolder"] = Path.Combine(folder.FullName, "postgres");
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The server could not be started.");
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        var said = string.Create(CultureInfo.InvariantCulture, $"{events} events replayed");
        if (process.ExitCode != 0 || !output.Contains(said, StringComparison.Ordinal))
            throw new InvalidOperationException($"The rebuild failed: {output}");
        Figures.Say($"{events} events were replayed");
        Figures.Print("feeds.rebuild_events_per_s", events / Stopwatch.GetElapsedTime(began).TotalSeconds, "events/s");
    }

    private static async Task<long> LastPosition(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var last = database.CreateCommand("select coalesce(max(position), 0) from event_store.event");
        return (long)(await last.ExecuteScalarAsync(ct))!;
    }

    private static async Task<long> Changes(NpgsqlDataSource database, long afterPosition, CancellationToken ct)
    {
        await using var count = database.CreateCommand("select count(*) from event_store.event where position > $1");
        count.Parameters.Add(new NpgsqlParameter { Value = afterPosition });
        return (long)(await count.ExecuteScalarAsync(ct))!;
    }

    private sealed record Named(Guid Id);

    private sealed record Told(LatencyHistogram Lags, int Unheard, double Deliveries, double Queries);
}
