using System.Diagnostics;
using System.Globalization;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Visits.Consults;
using Telehealth.LoadTests.Measuring;
using Telehealth.LoadTests.Running;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.LoadTests.Appends;

/// <summary>
/// Durable commands through the handle of consults: lines of chat, each decided, stored with its event, its stream's new version, its
/// command's answer and its row of the chat, and answered after the commit. Each caller has a consult of its own and sends its next line
/// when it has the answer. Beside pgbench, which inserts the log's row alone into the same database, in turn.
/// </summary>
internal sealed class AppendsScenario(bool quick, StoreInProcess store)
{
    public const string Tenant = "11111111-1111-1111-1111-111111111111";

    /// <summary>Some 90 characters, as a sentence in a chat has.</summary>
    public const string Line = "The medicine helped a little, but since this morning the pain is back when I climb stairs.";

    /// <summary>The database takes 200 connections, and the store has some of them.</summary>
    private const int MostClients = 150;

    private static readonly TenantId Place = new(Guid.Parse(Tenant));
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private readonly int _rounds = quick ? 1 : 5;
    private readonly int _seconds = quick ? 3 : 10;

    /// <param name="withStatements">Counts what the database was asked for, which costs some per cent.</param>
    public static async Task<int> Run(bool quick, bool withStatements, CancellationToken ct)
    {
        await using var store = await StoreInProcess.Start(ct);
        await using var statements = withStatements ? await StatementCount.Begin(store.Folder, ct) : null;
        await Pgbench.MakeTable(store.Database, ct);
        var result = await new AppendsScenario(quick, store).Run(ct);
        if (statements is not null)
            await statements.Print("command", await StatementCount.Events(store.Database, ct), ct);
        return result;
    }

    private async Task<int> Run(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("telehealth-pgbench-");
        try
        {
            Figures.Say($"one write to the disk takes {SyncMicroseconds(folder):0} µs");
            var plain = new Pgbench(store.Place, folder.FullName);
            foreach (var callers in new[] { 64, 256 })
                await Compare(plain, callers, ct);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task Compare(Pgbench plain, int callers, CancellationToken ct)
    {
        var latencies = new LatencyHistogram();
        var (own, theirs) = (new List<double>(), new List<double>());
        var (cpu, cpuOfDatabase, done) = (TimeSpan.Zero, TimeSpan.Zero, 0.0);
        await Commands(callers, WarmUp, new LatencyHistogram(), ct);
        for (var round = 0; round < _rounds; round++)
        {
            var (before, databaseBefore) = (CpuTime.OfProcess(Environment.ProcessId), CpuTime.OfFamily(store.DatabaseProcess));
            own.Add(await Commands(callers, TimeSpan.FromSeconds(_seconds), latencies, ct));
            cpu += CpuTime.OfProcess(Environment.ProcessId) - before;
            cpuOfDatabase += CpuTime.OfFamily(store.DatabaseProcess) - databaseBefore;
            done += own[^1] * _seconds;
            store.Database.Clear();
            theirs.Add(await plain.Run(Math.Min(callers, MostClients), _seconds, ct));
        }

        var (commands, inserts) = (Median(own), Median(theirs));
        var name = string.Create(CultureInfo.InvariantCulture, $"appends.{callers}");
        Figures.Print($"{name}.commands_per_s", commands, "commands/s");
        Figures.Print($"{name}.p50_ms", latencies.Percentile(0.50).TotalMilliseconds, "ms");
        Figures.Print($"{name}.p99_ms", latencies.Percentile(0.99).TotalMilliseconds, "ms");
        Figures.Print($"{name}.cpu_us_per_command", cpu.TotalMicroseconds / done, "us");
        Figures.Print($"{name}.database_cpu_us_per_command", cpuOfDatabase.TotalMicroseconds / done, "us");
        Figures.Print($"{name}.pgbench_inserts_per_s", inserts, "inserts/s");
        Figures.Print($"{name}.ratio_to_pgbench", commands / inserts, "x");
    }

    /// <summary>Acknowledged commands a second.</summary>
    private async Task<double> Commands(int callers, TimeSpan time, LatencyHistogram latencies, CancellationToken ct)
    {
        var seats = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => TakeSeat(ct)));
        var clock = Stopwatch.StartNew();
        var done = await Task.WhenAll(seats.Select(seat => Task.Run(() => Talk(seat, clock, time, latencies, ct), ct)));
        return done.Sum() / clock.Elapsed.TotalSeconds;
    }

    private async Task<int> Talk(Seat seat, Stopwatch clock, TimeSpan time, LatencyHistogram latencies, CancellationToken ct)
    {
        var done = 0;
        for (; clock.Elapsed < time; done++)
        {
            // A chat holds so many lines; the next is in the next consult.
            if (seat.Lines++ == ConsultRules.MaxMessages)
                seat = await TakeSeat(ct);
            var asked = Stopwatch.GetTimestamp();
            await Execute(seat.Consult, seat.Patient, ActorKind.Patient, new ConsultCommand.Say(new ParticipantId(seat.Patient), Line), ct);
            latencies.Add(Stopwatch.GetElapsedTime(asked));
        }

        return done;
    }

    /// <summary>A consult that runs, with its patient in it.</summary>
    private async Task<Seat> TakeSeat(CancellationToken ct)
    {
        var (consult, patient, clinician) = (Guid.CreateVersion7(), Guid.NewGuid(), Guid.NewGuid());
        await Execute(
            consult, patient, ActorKind.Patient,
            new ConsultCommand.AskForConsult(new ConsultId(consult), new PersonId(patient), "A load test"), ct);
        await Execute(consult, clinician, ActorKind.Clinician, new ConsultCommand.AdmitPatient(new PersonId(clinician)), ct);
        await Execute(consult, patient, ActorKind.Patient, new ConsultCommand.TakeSeat(new ParticipantId(patient), null), ct);
        return new Seat(consult, patient);
    }

    private async Task Execute(Guid consult, Guid person, ActorKind kind, ConsultCommand command, CancellationToken ct)
    {
        var context = new CommandContext(Place, new CommandId(Guid.NewGuid()), new Actor(kind, person));
        var execution = await store.Consults.Execute(context, consult, command, ct);
        if (execution.Refusal is { } refusal)
            throw new InvalidOperationException($"Refused: {refusal.Code}");
    }

    /// <summary>What one commit waits for at least.</summary>
    private static double SyncMicroseconds(DirectoryInfo folder)
    {
        using var file = new FileStream(Path.Combine(folder.FullName, "sync"), FileMode.Create);
        var spans = new List<double>();
        for (var write = 0; write < 100; write++)
        {
            var began = Stopwatch.GetTimestamp();
            file.Write(new byte[8_192]);
            file.Flush(flushToDisk: true);
            spans.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
        }

        return Median(spans);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private sealed record Seat(Guid Consult, Guid Patient)
    {
        public int Lines { get; set; }
    }
}
