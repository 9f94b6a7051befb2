using System.Diagnostics;
using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.LoadTests.Measuring;

namespace Telehealth.LoadTests.Roads;

/// <summary>
/// The five of a hundred units that are there first, by exact travel time on more than 50,000 nodes, beside a whole search of the same
/// roads from the same place, in turn and by the CPU time of the thread.
/// </summary>
internal sealed class RoadsScenario(bool quick)
{
    private const int Units = 100;
    private const int Wanted = 5;
    private const int Seed = 20_261_121;
    private const DrivingMode Mode = DrivingMode.LightsAndSirens;
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(Seed);
    private readonly List<double> _ranking = [];
    private readonly List<double> _full = [];
    private int _wrong;

    public static int Run(bool quick) => new RoadsScenario(quick).Run();

    private int Run()
    {
        var graph = Load();
        var (source, full) = (new RoadTravel(graph), new FullSearch(graph, Mode));

        // The first are for the just-in-time compiler.
        for (var incident = 0; incident < 20; incident++)
            Compare(source, full);
        _ranking.Clear();
        _full.Clear();
        for (var incident = 0; incident < (quick ? 120 : 1_000); incident++)
            Compare(source, full);
        Figures.Print("roads.ranking_p50_ms", Median(_ranking), "ms");
        Figures.Print("roads.full_search_p50_ms", Median(_full), "ms");
        Figures.Print("roads.ratio_to_full_search", Median(_ranking) / Median(_full), "x");
        Figures.Print("roads.wrong", _wrong, "rankings");
        return _wrong == 0 ? 0 : 1;
    }

    private RoadGraph Load()
    {
        var (nodes, roads) = Town.Write(_random);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        var files = RoadGraphCsv.Read(nodes, roads);
        Figures.Print("roads.load_s", clock.Elapsed.TotalSeconds, "s");
        Figures.Print("roads.memory_mib", (GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0, "MiB");
        if (files.Graph is not { } graph || files.ProblemCount > 0)
            throw new InvalidOperationException($"The roads have {files.ProblemCount} problems.");
        Figures.Say(
            $"{graph.NodeCount} nodes, of which {graph.NetNodeCount} on the net, {graph.ArcCount} arcs; {Units} units, {Wanted} wanted; seed {Seed}");
        return graph;
    }

    private void Compare(RoadTravel source, FullSearch full)
    {
        var units = Enumerable
            .Range(0, Units)
            .Select(number => new SelectableUnit(
                new UnitId(new Guid(number, 0, 0, new byte[8])), Skills.Basic, UnitReadiness.Available,
                new Fix(Town.Somewhere(_random), null, null, Noon)))
            .ToList();
        var request = new SelectionRequest(Town.Somewhere(_random), Skills.Basic, Mode, new HashSet<UnitId>(), Wanted);

        var before = CpuTime.OfThisThread();
        var ranked = UnitSelection.Recommend(request, units, source, Noon).Ranked;
        var between = CpuTime.OfThisThread();
        full.Run(request.Place);
        _full.Add((CpuTime.OfThisThread() - between).TotalMilliseconds);
        _ranking.Add((between - before).TotalMilliseconds);
        if (!IsRight(ranked, units, full))
            _wrong++;
    }

    /// <summary>
    /// The same times at each rank, and each the time of its own unit. Arcs keep
    /// their times as single-precision numbers, sums differ in their order.
    /// </summary>
    private static bool IsRight(IReadOnlyList<RankedUnit> ranked, List<SelectableUnit> units, FullSearch full)
    {
        var seconds = units.ToDictionary(unit => unit.Id, unit => full.SecondsFrom(PlaceOf(unit)));
        var fastest = seconds.Values.Where(value => value is not null).Order().Take(Wanted).ToList();
        return ranked.Count == Wanted
            && ranked.Zip(fastest).All(pair => Math.Abs(pair.First.Travel.Time.TotalSeconds - pair.Second!.Value) < 1e-5
                && seconds[pair.First.Id] is { } own && Math.Abs(own - pair.Second.Value) < 1e-5);
    }

    private static GeoPoint PlaceOf(SelectableUnit unit) => unit.LastFix!.Value.Place;

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
