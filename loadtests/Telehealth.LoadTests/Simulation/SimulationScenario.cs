using System.Diagnostics;
using System.Globalization;
using Telehealth.Dispatch.Cities;
using Telehealth.Dispatch.Queueing;
using Telehealth.Dispatch.Simulation;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.LoadTests.Measuring;

namespace Telehealth.LoadTests.Simulation;

/// <summary>
/// First the simulator against exact queueing theory, then policies of dispatch on the same simulated days. Nothing here is a measurement
/// of the machine: the same seeds give the same figures everywhere.
/// </summary>
internal static class SimulationScenario
{
    private const int UnitsInFleet = 12;

    /// <summary>Calls an hour that keep the twelve units busy for about 0.3, 0.6 and 0.9 of their time.</summary>
    private static readonly CityLoad[] Loads = [new("low", 5.3, 0.3), new("high", 10.3, 0.6), new("overload", 15.2, 0.9)];

    private static readonly TimeSpan WarmUp = TimeSpan.FromHours(8);

    public static int Run(bool quick, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var error = HypercubeError(quick, ct);
        Figures.Say(string.Create(CultureInfo.InvariantCulture, $"Queueing theory: {clock.Elapsed.TotalSeconds:0.0} s"));
        clock.Restart();
        var outcomes = Policies(quick, ct);
        Figures.Say(string.Create(CultureInfo.InvariantCulture, $"Policies: {clock.Elapsed.TotalSeconds:0.0} s"));
        Report(outcomes);
        Figures.Print("simulation.hypercube_max_error", error, "percentage_points");
        foreach (var outcome in outcomes)
        {
            var name = $"simulation.{outcome.Policy}.{outcome.Load}";
            Figures.Print($"{name}.mean_s", outcome.Mean.Mean, "s");
            Figures.Print($"{name}.p90_s", outcome.P90.Mean, "s");
            Figures.Print($"{name}.late_percent", outcome.LatePercent.Mean, "percent");
        }

        return 0;
    }

    private static double HypercubeError(bool quick, CancellationToken ct)
    {
        // Chance moves a unit's workload by about 0.1 percentage points in four million calls, the more the more units share them.
        var (callsPerUnit, fleets) = quick ? (400_000, [2, 5, 10]) : (1_000_000, Enumerable.Range(1, 10).ToArray());
        var cases = from units in fleets
                    from line in new[] { WaitingLine.None, WaitingLine.Endless }
                    from load in quick ? new[] { 0.6 } : [0.3, 0.8]
                    select new HypercubeCase(units, load, line, Seed: units);
        var worst = 0.0;
        Each(
            [.. cases], () => 0,
            (city, _) =>
            {
                var error = city.ErrorOf(city.Simulate(new PreferenceDispatch(city.Preferences), callsPerUnit * Math.Max(5, city.Units)));
                lock (Loads)
                {
                    worst = Math.Max(worst, error);
                    Figures.Say(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{city.Units, 2} units, load {city.Load}, line {city.Line}: off by at most {error:0.000} percentage points"));
                }
            },
            ct);
        return worst;
    }

    private static List<PolicyOutcome> Policies(bool quick, CancellationToken ct)
    {
        var (seeds, length) = quick ? (6, TimeSpan.FromDays(2)) : (30, TimeSpan.FromDays(5));
        var city = Aldermere.Build();
        var runs = from load in Loads
                   from policy in SimulatedPolicies.Names
                   from seed in Enumerable.Range(1, seeds)
                   select (load, policy, seed);
        var results = new Dictionary<(CityLoad Load, string Policy, int Seed), Replication>();
        Each([.. runs], () => new PolicyStudy(city, Fleet(city)), (run, study) =>
        {
            var replication = study.Replicate(SimulatedPolicies.Of(run.policy, study, run.load), run.load, run.seed, WarmUp, length);
            lock (results)
                results.Add(run, replication);
        }, ct);
        return
        [
            .. from load in Loads
               from policy in SimulatedPolicies.Names
               select new PolicyOutcome(policy, load.Name, [.. Enumerable.Range(1, seeds).Select(seed => results[(load, policy, seed)])]),
        ];
    }

    /// <summary>
    /// Two crews at each post, all alike: as in the published studies, so that a policy is not judged by who has which skill.
    /// </summary>
    private static List<SimulatedVehicle> Fleet(City city) =>
        [
            .. Enumerable
                .Range(0, UnitsInFleet)
                .Select(number => new SimulatedVehicle(
                    new UnitId(new Guid(number + 1, 0, 0, new byte[8])), Skills.Basic | Skills.Advanced,
                    city.Posts[number % city.Posts.Count].Place)),
        ];

    /// <summary>On all cores, each with a study of its own: a study has one owner.</summary>
    private static void Each<TItem, TOwn>(IReadOnlyList<TItem> items, Func<TOwn> own, Action<TItem, TOwn> act, CancellationToken ct) =>
        Parallel.For(
            0,
            items.Count,
            new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = Environment.ProcessorCount },
            own,
            (at, _, mine) =>
            {
                act(items[at], mine);
                return mine;
            },
            _ => { });

    private static void Report(List<PolicyOutcome> outcomes)
    {
        Console.WriteLine(PolicyReport.Table(outcomes));
        Console.WriteLine(PolicyReport.Differences(outcomes, SimulatedPolicies.Reference));
        foreach (var outcome in outcomes.Where(outcome => outcome.Replications.Any(run => run.Unreached > 0)))
            Figures.Say($"{outcome.Policy}, {outcome.Load}: {outcome.Replications.Sum(run => run.Unreached)} calls were never reached");
        var picture = Path.Combine(Path.GetTempPath(), "telehealth-dispatch-policies.svg");
        File.WriteAllText(picture, PolicyChart.Svg("Who is sent: policies on the same simulated days", outcomes));
        Figures.Say($"Picture: {picture}");
    }
}
