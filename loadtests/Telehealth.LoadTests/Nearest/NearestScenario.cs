using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.LoadTests.Measuring;

namespace Telehealth.LoadTests.Nearest;

/// <summary>
/// 100,000 moving units: who is nearest and suits, and how fast units move, beside Redis and PostGIS with the same units. All by the CPU
/// time of the engine alone: ours is a call, theirs has a socket, and the clients' time is not counted.
/// </summary>
internal sealed class NearestScenario(bool quick)
{
    private const int Units = 100_000;
    private const int Nearest = 5;
    private const int Seed = 20_261_121;

    private readonly int _rounds = quick ? 2 : 5;
    private readonly TimeSpan _ownRound = TimeSpan.FromSeconds(quick ? 0.3 : 1);
    private readonly int _redisQueries = quick ? 2_000 : 10_000;
    private readonly int _postgisQueries = quick ? 500 : 2_000;
    private readonly Random _random = new(Seed);

    public static int Run(bool quick) => new NearestScenario(quick).Run();

    private int Run()
    {
        var world = new World(_random);
        var fleet = new Fleet(Units, _random, world.Somewhere);
        Figures.Say($"{Units} units, of which {Share(unit => fleet.IsAvailable(unit)):P0} are free; seed {Seed}");

        CompareQueries(world, fleet);
        CompareUpdates(world, fleet);
        Figures.Print("nearest.memory_mib", IndexMemoryMib(fleet), "MiB");
        var wrong = WrongInRandomQueries(world, fleet, quick ? 10_000 : 100_000) + HardWorlds.WrongOf(10_000, Seed);
        Figures.Print("nearest.wrong", wrong, "queries");
        return wrong == 0 ? 0 : 1;
    }

    private void CompareQueries(World world, Fleet fleet)
    {
        var queries = Enumerable.Range(0, 20_000).Select(_ => (Point: world.Somewhere(), Needed: world.OneSkill())).ToList();
        var searches = RedisPeer.Searches(queries.Take(_redisQueries).Select(query => query.Point));
        using var redis = new RedisPeer();
        redis.Run(RedisPeer.Moves(fleet.Places.Index()), Units);
        using var postgis = new PostgisPeer();
        var tableMib = postgis.Load(fleet);

        // Once round without counting, for the just-in-time compiler here and the caches there.
        OwnQueries(fleet, queries);
        postgis.Search(queries[..200]);
        var (own, theirs, tables) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < _rounds; round++)
        {
            own.Add(OwnQueries(fleet, queries));
            theirs.Add(redis.Run(searches, _redisQueries));
            tables.Add(postgis.Search(queries[.._postgisQueries]));
        }

        Figures.Print("nearest.queries_per_core_s", Median(own), "queries/s");
        Figures.Print("nearest.redis_queries_per_core_s", Median(theirs), "queries/s");
        Figures.Print("nearest.postgis_queries_per_core_s", Median(tables), "queries/s");
        Figures.Print("nearest.queries_ratio_to_redis", Median(own) / Median(theirs), "x");
        Figures.Print("nearest.queries_ratio_to_postgis", Median(own) / Median(tables), "x");
        Figures.Print("nearest.redis_memory_mib", redis.MemoryMib(), "MiB");
        Figures.Print("nearest.postgis_table_mib", tableMib, "MiB");
    }

    private void CompareUpdates(World world, Fleet fleet)
    {
        // There and back, in an order of chance: every fix finds its unit cold in the caches.
        var there = Enumerable.Range(0, Units).Select(unit => (Unit: unit, Place: world.Onward(fleet.Places[unit]))).ToArray();
        _random.Shuffle(there);
        var back = there.Select(move => (move.Unit, Place: fleet.Places[move.Unit])).ToArray();
        var moves = RedisPeer.Moves(there).Concat(RedisPeer.Moves(back)).ToList();
        var fixes = there.Concat(back).Select(move => new UnitMove(fleet.Ids[move.Unit], move.Place, World.Noon)).ToArray();
        using var redis = new RedisPeer();
        redis.Run(RedisPeer.Moves(fleet.Places.Index()), Units);

        OwnUpdates(fleet.Index, fixes);
        var (own, single, theirs) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < _rounds; round++)
        {
            own.Add(OwnUpdates(fleet.Index, fixes));
            single.Add(OwnSingleUpdates(fleet.Index, fixes));
            theirs.Add(redis.Run(moves, 2 * Units));
        }

        Figures.Print("nearest.updates_per_core_s", Median(own), "fixes/s");
        Figures.Print("nearest.single_updates_per_core_s", Median(single), "fixes/s");
        Figures.Print("nearest.redis_updates_per_core_s", Median(theirs), "fixes/s");
        Figures.Print("nearest.updates_ratio_to_redis", Median(own) / Median(theirs), "x");
    }

    private double OwnQueries(Fleet fleet, List<(GeoPoint Point, Skills Needed)> queries)
    {
        var results = new NearUnit[Nearest];
        var (done, found) = (0L, 0L);
        var before = CpuTime.OfThisThread();
        for (; CpuTime.OfThisThread() - before < _ownRound; done += queries.Count)
        {
            foreach (var (point, needed) in queries)
                found += fleet.Index.Nearest(point, Nearest, new UnitFilter(needed, OnlyAvailable: true, World.Noon), results);
        }

        if (found != done * Nearest)
            throw new InvalidOperationException("There are five that suit for every query.");
        return done / (CpuTime.OfThisThread() - before).TotalSeconds;
    }

    /// <summary>As many together as Redis gets together.</summary>
    private double OwnUpdates(MovingUnitIndex index, UnitMove[] fixes)
    {
        var done = 0L;
        var before = CpuTime.OfThisThread();
        for (; CpuTime.OfThisThread() - before < _ownRound; done += fixes.Length)
        {
            for (var batch = 0; batch < fixes.Length; batch += RedisPeer.Pipelined)
                index.Move(fixes.AsSpan(batch, RedisPeer.Pipelined));
        }

        return done / (CpuTime.OfThisThread() - before).TotalSeconds;
    }

    private double OwnSingleUpdates(MovingUnitIndex index, UnitMove[] fixes)
    {
        var done = 0L;
        var before = CpuTime.OfThisThread();
        for (; CpuTime.OfThisThread() - before < _ownRound; done += fixes.Length)
        {
            foreach (var fix in fixes)
                index.Move(fix.Id, fix.Place, fix.FixedAt);
        }

        return done / (CpuTime.OfThisThread() - before).TotalSeconds;
    }

    private static int WrongInRandomQueries(World world, Fleet fleet, int queries)
    {
        var wrong = 0;
        for (var query = 0; query < queries; query++)
        {
            fleet.ChangeSomething();
            if (!fleet.IsRight(world.Somewhere(), Nearest, world.OneSkill()))
                wrong++;
        }

        return wrong;
    }

    /// <summary>A second index of the same units, so that nothing else is weighed.</summary>
    private static double IndexMemoryMib(Fleet fleet)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var index = new MovingUnitIndex();
        for (var unit = 0; unit < Units; unit++)
        {
            index.SetAvailability(fleet.Ids[unit], fleet.Held[unit], fleet.IsAvailable(unit));
            index.Move(fleet.Ids[unit], fleet.Places[unit], World.Noon);
        }

        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(index);
        return (after - before) / 1048576.0;
    }

    private static double Share(Predicate<int> holds) => Enumerable.Range(0, Units).Count(unit => holds(unit)) / (double)Units;

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
