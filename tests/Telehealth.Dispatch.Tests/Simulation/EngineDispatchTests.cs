using Telehealth.Dispatch.Cities;
using Telehealth.Dispatch.Planning;
using Telehealth.Dispatch.Simulation;
using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using static Telehealth.Dispatch.Tests.Simulation.StraightRoad;

namespace Telehealth.Dispatch.Tests.Simulation;

public sealed class EngineDispatchTests
{
    private static readonly DispatchPolicy Plain = DispatchPolicy.Default with { Diverts = false, ReservesSoonFree = false };
    private static readonly City City = Aldermere.Build();

    [Fact]
    public void The_nearest_free_unit_goes()
    {
        var calls = Run(Plain, WaitingOrder.Age, [Post(0, 1), Post(5_000, 2)], Call(0, 0, 4_000), Call(1, 1, 4_000));

        Assert.Equal([1, 0], calls.Select(call => call.Unit!.Number));
    }

    [Fact]
    public void The_oldest_or_the_most_urgent_of_those_who_wait_is_served_first()
    {
        CallScript[] script =
        [
            Call(0, 0, 0),
            Call(1, 2, 0, priority: Priority.LessUrgent),
            Call(2, 3, 0, priority: Priority.Urgent),
            Call(3, 4, 0, priority: Priority.LifeThreatening),
        ];

        Assert.Equal([0, 1, 2, 3], Run(Plain, WaitingOrder.Age, [Post(0)], script).Select(call => call.Script.Number));
        Assert.Equal([0, 3, 2, 1], Run(Plain, WaitingOrder.PriorityThenAge, [Post(0)], script).Select(call => call.Script.Number));
    }

    [Fact]
    public void A_unit_on_its_way_to_what_can_wait_is_diverted_to_a_life_in_danger_and_another_takes_its_job()
    {
        var calls = Run(
            DispatchPolicy.Default,
            WaitingOrder.PriorityThenAge,
            [Post(0, 1), Post(-20_000, 2)],
            Call(0, 0, 9_000, priority: Priority.LessUrgent),
            Call(1, 4, 3_000, priority: Priority.LifeThreatening));

        var urgent = Assert.Single(calls, call => call.Script.Number == 1);
        var left = Assert.Single(calls, call => call.Script.Number == 0);
        Assert.Equal((0, 0), (urgent.Unit!.Number, urgent.Diversions));
        Assert.Equal((1, 1), (left.Unit!.Number, left.Diversions));
        // It had driven three minutes of its way, 1,800 m, when the call came 1,200 m ahead.
        Assert.Equal(6 * 60, urgent.ReachedAt!.Value.TotalSeconds, 1.0);
    }

    [Fact]
    public void A_crew_for_which_a_call_was_kept_takes_it_when_clear_unless_somebody_in_more_danger_waits()
    {
        SimulatedVehicle[] fleet = [Post(0, 1), Post(50_000, 2)];
        CallScript[] ScriptWithLast(Priority last) =>
            [Call(0, 0, 50_000), Call(1, 5, 0), Call(2, 10, 40_000, priority: Priority.Urgent), Call(3, 12, 49_000, priority: last)];

        var first = Run(DispatchPolicy.Default, WaitingOrder.PriorityThenAge, fleet, ScriptWithLast(Priority.LessUrgent));
        var second = Run(DispatchPolicy.Default, WaitingOrder.PriorityThenAge, fleet, ScriptWithLast(Priority.Emergency));

        // The second unit is clear first.
        Assert.Equal([1, 0, 1, 0], first.OrderBy(call => call.Script.Number).Select(call => call.Unit!.Number));
        Assert.Equal([1, 0, 0, 1], second.OrderBy(call => call.Script.Number).Select(call => call.Unit!.Number));
    }

    [Fact]
    public void Coverage_sends_whoever_is_missed_least_among_those_in_time()
    {
        // Five units at the post in the middle, and one alone in the west, which is the nearest to the call.
        var posts = City.Posts;
        var fleet = new[] { 0, 0, 0, 0, 0, 1 }
            .Select((post, number) => new SimulatedVehicle(Some.Unit(number + 1), Skills.Basic, posts[post].Place))
            .ToList();
        var study = new PolicyStudy(City, fleet);
        var alone = posts[1].Place;
        var script = new CallScript(
            0, TimeSpan.FromMinutes(1), 0, alone, Priority.LessUrgent, Skills.Basic, TimeSpan.FromMinutes(20), null, TimeSpan.Zero);
        SimulatedCall? byCoverage = null,
            byArrival = null;

        new Simulator(
            StraightRoad.Setting([.. fleet]), SimulatedPolicies.Of("coverage", study, new CityLoad("test", 1, 0.5)),
            call => byCoverage = call).Run(Calls(script), TimeSpan.Zero, TimeSpan.FromHours(2));
        new Simulator(
            StraightRoad.Setting([.. fleet]), SimulatedPolicies.Of("eta", study, new CityLoad("test", 1, 0.5)),
            call => byArrival = call).Run(Calls(script), TimeSpan.Zero, TimeSpan.FromHours(2));

        Assert.Equal(5, byArrival!.Unit!.Number);
        Assert.NotEqual(5, byCoverage!.Unit!.Number);
    }

    [Fact]
    public void Every_policy_reaches_every_call_of_the_same_days_and_does_so_again()
    {
        var fleet = Enumerable
            .Range(0, 12)
            .Select(number => new SimulatedVehicle(Some.Unit(number + 1), Skills.Basic | Skills.Advanced, City.Posts[number % 6].Place))
            .ToList();
        foreach (var load in new[]
            {
                new CityLoad("high", 10, 0.6),
                new CityLoad("overload", 17, 0.95) { Day = CityLoad.UsualDay },
            })
        {
            var (first, again) = (Replicate(load), Replicate(load));

            Assert.All(first, run => Assert.Equal(0, run.Unreached));
            Assert.Single(first.Select(run => run.All.Count).Distinct());
            Assert.Equal(first.Select(run => run.All), again.Select(run => run.All));
        }

        List<Replication> Replicate(CityLoad load)
        {
            var study = new PolicyStudy(City, fleet);
            return [.. SimulatedPolicies.Names.Select(policy =>
                study.Replicate(SimulatedPolicies.Of(policy, study, load), load, seed: 3, TimeSpan.FromHours(4), TimeSpan.FromHours(12)))];
        }
    }

    private static List<SimulatedCall> Run(DispatchPolicy rules, WaitingOrder order, SimulatedVehicle[] fleet, params CallScript[] script)
    {
        var ended = new List<SimulatedCall>();
        new Simulator(Setting(fleet), new EngineDispatch(new EngineSetup(new CrowFlyTravel(), rules, order)), ended.Add).Run(
            Calls(script), TimeSpan.Zero, TimeSpan.FromDays(1));
        return ended;
    }
}
