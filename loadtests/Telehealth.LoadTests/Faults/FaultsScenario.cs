using System.Globalization;
using Npgsql;
using Telehealth.LoadTests.Measuring;
using Telehealth.Testing.Nodes;

namespace Telehealth.LoadTests.Faults;

/// <summary>
/// Nodes, the database and the network between them in all sorts of trouble while people work. What was acknowledged is in the log, once;
/// every screen shows what the log says; and how long each of them waited for the next answer. At the end the same with a database that
/// acknowledges before it has written: if nothing were missed there, nothing would ever be missed.
/// </summary>
internal static class FaultsScenario
{
    private const int Nodes = 3;
    private const int WholeCampaign = 50;
    private const int UsualSeed = 20261130;

    private static readonly TimeSpan QuietAfter = TimeSpan.FromSeconds(5);

    /// <param name="arguments"><c>--quick</c> for each kind once, <c>--seed N</c>, <c>--faults N</c>, <c>--only KIND</c>.</param>
    public static async Task<int> Run(IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var seed = Number(arguments, "--seed") ?? UsualSeed;
        Figures.Say($"seed {seed}");
        FaultFigures figures = new();
        var (found, disagreements) = (new List<LedgerFindings>(), 0);
        CommandLedger ledger = new();
        await using (var site = await FaultSite.Start(Nodes, string.Empty, ct))
        {
            var kinds = Chosen(arguments, site.Kinds);
            var count = Number(arguments, "--faults") ?? (arguments.Contains("--quick") ? kinds.Count : WholeCampaign);
            await using var screens = await Screens.Open(site.Nodes, ct);
            await using (var visits = await Visits.Begin(site.Nodes, seed, ct))
            await using (var senders = new Senders(site.Nodes, ledger))
            {
                await senders.Start(ct);
                await Task.Delay(Injection.Between, ct);
                Injection injection = new(site);
                foreach (var fault in FaultPlan.Make(seed, count, kinds, Nodes))
                {
                    Figures.Say($"{fault.Kind.Name()} at node {fault.Node}");
                    figures.Take(await injection.Inject(fault, ct), ledger, senders, visits);
                    found.Add(await Hold(ledger, site, ct));
                }

                await senders.Stop();
                Figures.Say($"{senders.Jobs} jobs worked off");
            }

            Figures.Say($"sent again: {string.Join(", ", ledger.Retries.Select(retry => $"{retry.Key} {retry.Value}"))}");
            Figures.Say($"refused: {string.Join(", ", ledger.Refusals.CountBy(refusal => refusal))}");
            await Task.Delay(QuietAfter, ct);
            found.Add(await Hold(ledger, site, ct));
            await using var database = NpgsqlDataSource.Create(site.Database.OwnConnectionString);
            disagreements = await screens.Disagreements(database, ct);
        }

        Print(figures, ledger, found, disagreements);
        var lost = await ControlLosses(ct);
        Figures.Print("faults.control_lost", lost, "count");
        return found.TrueForAll(findings => findings == LedgerFindings.None) && disagreements == 0 && figures.NotWhole == 0 && lost > 0
            ? 0
            : 1;
    }

    private static void Print(FaultFigures figures, CommandLedger ledger, List<LedgerFindings> found, int disagreements)
    {
        Figures.Print("faults.count", figures.Count, "count");
        Figures.Print("faults.acknowledged", ledger.Acknowledged, "count");
        Figures.Print("faults.lost", found.Max(findings => findings.Lost), "count");
        Figures.Print("faults.applied_twice", found.Max(findings => findings.AppliedTwice), "count");
        Figures.Print("faults.gaps", found.Max(findings => findings.Gaps), "count");
        Figures.Print("faults.double_assignments", found.Max(findings => findings.DoubleAssignments), "count");
        Figures.Print("faults.wrong_times", found.Max(findings => findings.WrongTimes), "count");
        Figures.Print("faults.disagreements", disagreements, "count");
        Figures.Print("faults.not_whole", figures.NotWhole, "count");
        figures.Print();
    }

    /// <summary>The writer of PostgreSQL's own log is at it every 200 ms: a few tries find a moment with something in between.</summary>
    private static async Task<long> ControlLosses(CancellationToken ct)
    {
        var lost = 0L;
        for (var attempt = 0; attempt < 3 && lost == 0; attempt++)
        {
            CommandLedger ledger = new();
            await using var site = await FaultSite.Start(1, ";Options=-c synchronous_commit=off", ct);
            await using (var senders = new Senders(site.Nodes, ledger))
            {
                await senders.Start(ct);
                await Task.Delay(Injection.Between, ct);
                await new Injection(site).Inject(new Fault(FaultKind.Database, 0, Ahead: false), ct);
                await senders.Stop();
            }

            lost = (await Hold(ledger, site, ct)).Lost;
        }

        return lost;
    }

    private static async Task<LedgerFindings> Hold(CommandLedger ledger, FaultSite site, CancellationToken ct)
    {
        var findings = await ledger.HoldAgainstLog(site.Database.OwnConnectionString, ct);
        if (findings != LedgerFindings.None)
            Figures.Say($"{findings}");
        return findings;
    }

    private static List<FaultKind> Chosen(IReadOnlyList<string> arguments, IReadOnlyList<FaultKind> kinds)
    {
        var names = arguments.SkipWhile(argument => argument != "--only").Skip(1).FirstOrDefault()?.Split(',');
        var chosen = kinds.Where(kind => names is null || names.Contains(kind.Name())).ToList();
        return chosen.Count > 0 ? chosen : throw new ArgumentException($"Kinds here: {string.Join(", ", kinds.Select(FaultKinds.Name))}");
    }

    private static int? Number(IReadOnlyList<string> arguments, string name) =>
        arguments.SkipWhile(argument => argument != name).Skip(1).FirstOrDefault() is { } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
