using Telehealth.Dispatch.Queueing;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Simulation;

/// <summary>A city that queueing theory can solve: units and areas strewn at random, each area asking for the nearest unit first.</summary>
/// <param name="Units">1 to 10.</param>
/// <param name="Load">Calls in a mean service time for each unit; with an endless line below 1.</param>
/// <param name="Line">What becomes of calls that find everybody busy.</param>
/// <param name="Seed">Of the places and of the calls.</param>
public sealed record HypercubeCase(int Units, double Load, WaitingLine Line, int Seed)
{
    /// <summary>How long a call binds its unit on average.</summary>
    public static readonly TimeSpan MeanService = TimeSpan.FromMinutes(40);

    private const int Areas = 12;

    /// <summary>The units at their posts.</summary>
    public IReadOnlyList<SimulatedVehicle> Fleet { get; } = Strew(new Chance(Seed, 11), Units, 0.1)
        .Select((place, number) => new SimulatedVehicle(new UnitId(new Guid(number + 1, 0, 0, new byte[8])), Skills.Basic, place))
        .ToArray();

    /// <summary>Where calls come from, and how many a second.</summary>
    public IReadOnlyList<(double Rate, GeoPoint Place)> Demand { get; } = DemandOf(Seed, Units * Load / MeanService.TotalSeconds);

    /// <summary>By area, the units from the nearest to the farthest.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Preferences =>
        [.. Demand.Select(area => Enumerable.Range(0, Units).OrderBy(unit => Fleet[unit].Post.DistanceTo(area.Place)).ToArray())];

    /// <summary>What theory says.</summary>
    public HypercubeSolution Solve() => Hypercube.Solve(
        [.. Enumerable.Repeat(1 / MeanService.TotalSeconds, Units)],
        [.. Demand.Zip(Preferences, (area, list) => new HypercubeAtom(area.Rate, list))],
        Line);

    /// <summary>What the simulator says after about so many calls, when this dispatch decides.</summary>
    public SimulationRun Simulate(ISimulatedDispatch dispatch, int calls, Action<SimulatedCall>? ended = null)
    {
        var setting = new SimulationSetting(Fleet, new NoDriving(), Line)
        {
            MobilisingAtPost = TimeSpan.Zero,
            MobilisingOnTheWay = TimeSpan.Zero,
        };
        var until = TimeSpan.FromSeconds(calls / Demand.Sum(area => area.Rate));
        return new Simulator(setting, dispatch, ended).Run(new PoissonCalls(Demand, MeanService, Seed), MeanService * 50, until);
    }

    /// <summary>
    /// How far the simulator is from theory: the largest difference of any unit's workload and of the share of calls that found all busy.
    /// </summary>
    /// <returns>In percentage points.</returns>
    public double ErrorOf(SimulationRun run)
    {
        var exact = Solve();
        var workloads = exact.Workloads.Zip(run.Workloads, (expected, measured) => Math.Abs(expected - measured)).Max();
        return 100 * Math.Max(workloads, Math.Abs(exact.FoundAllBusy - (double)run.FoundNobody / run.Calls));
    }

    private static IReadOnlyList<(double Rate, GeoPoint Place)> DemandOf(int seed, double rate)
    {
        var chance = new Chance(seed, 12);
        var weights = Enumerable.Range(0, Areas).Select(_ => 0.2 + chance.Share()).ToArray();
        return [.. Strew(chance, Areas, 0.12).Zip(weights, (place, weight) => (rate * weight / weights.Sum(), place))];
    }

    private static List<GeoPoint> Strew(Chance chance, int count, double degrees) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => GeoPoint.Of(48.4 + degrees * (chance.Share() - 0.5), 9.6 + degrees * 1.5 * (chance.Share() - 0.5))),
        ];
}
