using System.Diagnostics;
using Telehealth.LoadTests.Measuring;
using Telehealth.LoadTests.Offers;
using Telehealth.LoadTests.Running;
using Telehealth.Testing.Nodes;

namespace Telehealth.LoadTests.Faults;

/// <summary>
/// Nodes that are killed, stand still or are told to end, and a database that is killed, while people work. What was acknowledged is in the
/// log, once; and how long each of them waited for the next answer. At the end the same with a database that acknowledges before it has
/// written: if nothing were missed there, nothing would ever be missed.
/// </summary>
internal static class FaultsScenario
{
    private const int Seed = 20261130;

    private static readonly TimeSpan StandsStill = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(6);

    private enum Kind
    {
        Kill,
        Stop,
        Term,
        Database,
    }

    private static Dictionary<string, string> Settings => new(CrewFleet.Settings) { ["Cluster__DrainFor"] = "00:00:05" };

    public static async Task<int> Run(bool quick, CancellationToken ct)
    {
        var (nodes, rounds) = quick ? (2, 1) : (3, 5);
        var recoveries = Enum.GetValues<Kind>().ToDictionary(kind => kind, _ => new List<TimeSpan>());
        var random = new Random(Seed);
        Figures.Say($"seed {Seed}");
        var (findings, acknowledged) = await With(nodes, string.Empty, async (cluster, database, ledger) =>
        {
            for (var round = 0; round < rounds; round++)
            {
                foreach (var kind in Shuffled(random))
                {
                    var since = await Inject(kind, cluster[random.Next(cluster.Count)], database, ct);
                    recoveries[kind].AddRange(ledger.Recoveries(since));
                    Figures.Say($"{kind}: everybody was answered again after {ledger.Recoveries(since).Max().TotalSeconds:0.00} s");
                }
            }
        }, ct);
        // The writer of PostgreSQL's own log is at it every 200 ms: a few tries find a moment with something in between.
        var lost = 0L;
        for (var attempt = 0; attempt < 3 && lost == 0; attempt++)
        {
            var (control, _) = await With(
                1, ";Options=-c synchronous_commit=off", (cluster, database, _) => Inject(Kind.Database, cluster[0], database, ct), ct);
            lost = control.Lost;
        }

        Figures.Print("faults.count", rounds * recoveries.Count, "count");
        Figures.Print("faults.acknowledged", acknowledged, "count");
        Figures.Print("faults.lost", findings.Lost, "count");
        Figures.Print("faults.applied_twice", findings.AppliedTwice, "count");
        Figures.Print("faults.gaps", findings.Gaps, "count");
        Figures.Print("faults.double_assignments", findings.DoubleAssignments, "count");
        foreach (var (kind, of) in recoveries)
        {
            Figures.Print($"faults.recovery_p99_s.{kind.ToString().ToLowerInvariant()}", Percentile99(of).TotalSeconds, "s");
        }

        Figures.Print("faults.control_lost", lost, "count");
        return findings == LedgerFindings.None && lost > 0 ? 0 : 1;
    }

    private static async Task<(LedgerFindings Findings, int Acknowledged)> With(
        int count, string options, Func<IReadOnlyList<NodeProcess>, FaultDatabase, CommandLedger, Task> faults, CancellationToken ct)
    {
        await using var database = await FaultDatabase.Start(ct);
        List<NodeProcess> nodes = [];
        try
        {
            while (nodes.Count < count)
            {
                nodes.Add(await NodeProcess.Start(ServerUnderTest.Program, database.ConnectionString + options, Settings, ct));
            }

            CommandLedger ledger = new();
            await using (var senders = new Senders(nodes, ledger))
            {
                await senders.Start(ct);
                await Task.Delay(Between, ct);
                await faults(nodes, database, ledger);
                await senders.Stop();
                Figures.Say($"{senders.Jobs} jobs worked off");
            }

            Figures.Say($"sent again: {string.Join(", ", ledger.Retries.Select(retry => $"{retry.Key} {retry.Value}"))}");
            Figures.Say($"refused: {string.Join(", ", ledger.Refusals.CountBy(refusal => refusal))}");
            return (await ledger.HoldAgainstLog(database.ConnectionString, ct), ledger.Acknowledged);
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }
        }
    }

    /// <summary>Ends when everything is as it was before.</summary>
    /// <returns>The instant at which it went wrong.</returns>
    private static async Task<long> Inject(Kind kind, NodeProcess node, FaultDatabase database, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        switch (kind)
        {
            case Kind.Kill:
                node.Send(UnixSignal.Kill);
                break;
            case Kind.Term:
                node.Send(UnixSignal.Terminate);
                break;
            case Kind.Stop:
                node.Send(UnixSignal.Stop);
                await Task.Delay(StandsStill, ct);
                node.Send(UnixSignal.Continue);
                break;
            case Kind.Database:
                database.Kill();
                await Task.Delay(Between * 2, ct);
                return since;
        }

        await node.End(ct);
        await node.StartAgain(ct);
        await Task.Delay(Between, ct);
        return since;
    }

    private static Kind[] Shuffled(Random random)
    {
        var kinds = Enum.GetValues<Kind>();
        random.Shuffle(kinds);
        return kinds;
    }

    private static TimeSpan Percentile99(List<TimeSpan> times) =>
        times.Count == 0 ? TimeSpan.Zero : times.Order().ElementAt((int)Math.Ceiling(times.Count * 0.99) - 1);
}
