using Telehealth.Dispatch.Queueing;

namespace Telehealth.Dispatch.Tests.Queueing;

public sealed class HypercubeTests
{
    [Theory]
    [InlineData(WaitingLine.None, 0.6, 0.9)]
    [InlineData(WaitingLine.None, 2.0, 0.1)]
    [InlineData(WaitingLine.Endless, 0.6, 0.9)]
    [InlineData(WaitingLine.Endless, 0.2, 0.1)]
    public void Two_units_are_as_worked_by_hand(WaitingLine line, double first, double second)
    {
        // Calls per service time; the balance of the four states solved on paper, with nobody busy as 1.
        var load = first + second;
        var both = load * load / 2;
        var waiting = line == WaitingLine.Endless ? both * (load / 2) / (1 - load / 2) : 0;
        var onlyFirst = (first + both) / (1 + load);
        var onlySecond = (second + both) / (1 + load);
        var all = 1 + onlyFirst + onlySecond + both + waiting;

        var solution = Hypercube.Solve([1, 1], [new(first, [0, 1]), new(second, [1, 0])], line);

        Assert.Equal((onlyFirst + both + waiting) / all, solution.Workloads[0], 12);
        Assert.Equal((onlySecond + both + waiting) / all, solution.Workloads[1], 12);
        Assert.Equal((both + waiting) / all, solution.FoundAllBusy, 12);
        var dispatched = line == WaitingLine.Endless ? 1 : 1 - both / all;
        var ownUnit = (1 + onlySecond + (line == WaitingLine.Endless ? (both + waiting) / 2 : 0)) / all;
        Assert.Equal(first / load * ownUnit / dispatched, solution.Dispatches[0][0], 12);
    }

    [Fact]
    public void One_unit_with_two_speeds_of_service_is_a_single_server()
    {
        var solution = Hypercube.Solve([2], [new(0.5, [0]), new(0.7, [0])], WaitingLine.None);

        Assert.Equal(1.2 / (1.2 + 2), solution.Workloads[0], 13);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(10)]
    public void Alike_units_asked_in_turn_are_as_busy_as_Erlang_says(int units)
    {
        foreach (var load in new[] { 0.05, 0.5, 0.97 }.Select(share => share * units))
        {
            var atoms = Enumerable.Range(0, units)
                .Select(atom => new HypercubeAtom(load / units, [.. Enumerable.Range(0, units).Select(rank => (atom + rank) % units)]))
                .ToList();
            double[] rates = [.. Enumerable.Repeat(1.0, units)];

            var lost = Hypercube.Solve(rates, atoms, WaitingLine.None);
            var waiting = Hypercube.Solve(rates, atoms, WaitingLine.Endless);

            Assert.Equal(Erlang.Lost(units, load), lost.FoundAllBusy, 12);
            Assert.Equal(Erlang.Waiting(units, load), waiting.FoundAllBusy, 12);
            Assert.All(lost.Workloads, workload => Assert.Equal(load * (1 - Erlang.Lost(units, load)) / units, workload, 12));
            Assert.All(waiting.Workloads, workload => Assert.Equal(load / units, workload, 12));
        }
    }

    [Fact]
    public void Whatever_the_lists_say_alike_units_lose_as_many_calls_as_Erlang_says_and_serve_all_others()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var units = random.Next(1, 11);
            var atoms = RandomAtoms(random, units);
            var load = atoms.Sum(atom => atom.ArrivalRate);

            var solution = Hypercube.Solve([.. Enumerable.Repeat(1.0, units)], atoms, WaitingLine.None);

            var lost = Erlang.Lost(units, load);
            Assert.True(Math.Abs(lost - solution.FoundAllBusy) < 1e-12, $"seed {seed}");
            Assert.True(Math.Abs(load * (1 - lost) - solution.Workloads.Sum()) < 1e-11, $"seed {seed}, workloads");
            Assert.True(Math.Abs(1 - solution.Dispatches.Sum(row => row.Sum())) < 1e-12, $"seed {seed}, dispatches");
        }
    }

    [Theory]
    [InlineData(WaitingLine.None)]
    [InlineData(WaitingLine.Endless)]
    public void What_units_of_any_speed_are_sent_to_is_what_keeps_them_busy(WaitingLine line)
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var random = new Random(seed);
            var units = random.Next(2, 9);
            double[] rates = [.. Enumerable.Range(0, units).Select(_ => 0.5 + random.NextDouble())];
            var atoms = RandomAtoms(random, units).Select(atom => atom with { ArrivalRate = atom.ArrivalRate / 4 }).ToList();

            var solution = Hypercube.Solve(rates, atoms, line);

            var dispatched = atoms.Sum(atom => atom.ArrivalRate) * (line == WaitingLine.None ? 1 - solution.FoundAllBusy : 1);
            for (var unit = 0; unit < units; unit++)
            {
                var sent = dispatched * solution.Dispatches.Sum(row => row[unit]);
                Assert.True(Math.Abs(sent / rates[unit] - solution.Workloads[unit]) < 1e-11, $"seed {seed}, unit {unit}");
            }
        }
    }

    [Fact]
    public void What_cannot_be_solved_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Hypercube.Solve([], [new(1, [])], WaitingLine.None));
        Assert.Throws<ArgumentException>(() =>
            Hypercube.Solve([.. Enumerable.Repeat(1.0, 11)], [new(1, [.. Enumerable.Range(0, 11)])], WaitingLine.None));
        Assert.Throws<ArgumentException>(() => Hypercube.Solve([1, 0], [new(1, [0, 1])], WaitingLine.None));
        Assert.Throws<ArgumentException>(() => Hypercube.Solve([1, 1], [new(1, [0, 0])], WaitingLine.None));
        Assert.Throws<ArgumentException>(() => Hypercube.Solve([1, 1], [new(double.NaN, [0, 1])], WaitingLine.None));
        Assert.Throws<ArgumentException>(() => Hypercube.Solve([1, 1], [new(2, [0, 1])], WaitingLine.Endless));
    }

    private static List<HypercubeAtom> RandomAtoms(Random random, int units) =>
        [.. Enumerable.Range(0, random.Next(1, 15)).Select(_ =>
        {
            var list = Enumerable.Range(0, units).ToArray();
            random.Shuffle(list);
            return new HypercubeAtom(random.NextDouble() * units / 8, list);
        })];
}
