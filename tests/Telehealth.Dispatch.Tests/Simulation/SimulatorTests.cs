using Telehealth.Dispatch.Queueing;
using Telehealth.Dispatch.Simulation;
using static Telehealth.Dispatch.Tests.Simulation.StraightRoad;

namespace Telehealth.Dispatch.Tests.Simulation;

public sealed class SimulatorTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void A_call_goes_through_every_stage_in_its_time()
    {
        var log = new List<string>();
        var dispatch = new Scripted(log, (scene, commands) => SendFirstFree(scene, commands));

        new Simulator(Setting(Post(0)), dispatch).Run(Calls(Call(0, minutes: 1, east: 1_200, hospital: 2_400)), TimeSpan.Zero, Day);

        // A minute to get ready, two to drive, twenty on scene, two to the hospital, fifteen there.
        Assert.Equal(
            ["1 raised 0", "2 EnRoute 0", "4 OnScene 0", "24 Transporting 0", "26 AtHospital 0", "41 cleared 0"], log);
    }

    [Fact]
    public void A_crew_on_its_way_home_is_sent_from_the_road()
    {
        SimulatedCall? second = null;
        var simulator = new Simulator(Setting(Post(0)), new Scripted([], SendFirstFree), call => second = call);

        // The first ends at 24 minutes 3,600 m from home; two minutes later the crew is 2,400 m from home.
        simulator.Run(Calls(Call(0, minutes: 0, east: 3_600), Call(1, minutes: 29, east: 2_400)), TimeSpan.Zero, Day);

        Assert.Equal(TimeSpan.FromSeconds(29 * 60 + 20).TotalSeconds, second!.ReachedAt!.Value.TotalSeconds, 1.0);
    }

    [Fact]
    public void A_unit_taken_from_a_call_leaves_it_in_the_queue_with_its_age()
    {
        var dispatch = new Scripted([], (scene, commands) =>
        {
            // The third call takes the unit from the first, while the second waits already.
            if (scene.Waiting.FirstOrDefault(call => call.Script.Number == 2) is { } urgent)
                commands.Add(new SendCommand(scene.Units[0], urgent));
            else
                SendFirstFree(scene, commands);
        });
        var calls = new List<SimulatedCall>();

        new Simulator(Setting(Post(0)), dispatch, calls.Add).Run(
            Calls(Call(0, minutes: 0, east: 6_000), Call(1, minutes: 2, east: 0), Call(2, minutes: 3, east: 1_800)), TimeSpan.Zero, Day);

        Assert.Equal([2, 0, 1], calls.Select(call => call.Script.Number));
        Assert.Equal(1, calls[1].Diversions);
        // Turned around on the road, 1,200 m out after its minute of getting ready, without another such minute.
        Assert.Equal(4 * 60, calls[0].ReachedAt!.Value.TotalSeconds, 1.0);
    }

    [Fact]
    public void Without_a_line_a_call_that_finds_nobody_is_lost()
    {
        var run = new Simulator(Setting(Post(0)) with { Line = WaitingLine.None }, new Scripted([], SendFirstFree))
            .Run(Calls(Call(0, 0, 0), Call(1, 5, 0), Call(2, 50, 0)), TimeSpan.Zero, Day);

        Assert.Equal((3, 1, 0), (run.Calls, run.FoundNobody, run.Unreached));
        // Two calls of a minute and twenty.
        Assert.Equal(42.0 / (24 * 60), run.Workloads[0], 12);
    }

    [Fact]
    public void What_comes_before_the_warm_up_ends_or_after_the_end_does_not_count()
    {
        var ended = new List<int>();

        var run = new Simulator(Setting(Post(0)), new Scripted([], SendFirstFree), call => ended.Add(call.Script.Number))
            .Run(Calls(Call(0, 55, 0), Call(1, 70, 0), Call(2, 130, 0)), TimeSpan.FromHours(1), TimeSpan.FromHours(2));

        Assert.Equal(1, run.Calls);
        Assert.Equal([1], ended);
        // Of the first call only the sixteen minutes within the hour, of the second all twenty-one.
        Assert.Equal(37.0 / 60, run.Workloads[0], 12);
    }

    [Fact]
    public void A_call_that_nobody_is_ever_sent_to_is_said_to_be_unreached()
    {
        var run = new Simulator(Setting(Post(0)), new Scripted([], (_, _) => { })).Run(Calls(Call(0, 0, 0)), TimeSpan.Zero, Day);

        Assert.Equal((1, 1, 1), (run.Calls, run.FoundNobody, run.Unreached));
    }

    [Fact]
    public void It_asks_again_when_it_was_asked_to()
    {
        var asked = new List<double>();
        var dispatch = new Scripted([], (scene, commands) =>
        {
            asked.Add(scene.Now.TotalMinutes);
            if (scene.Now >= TimeSpan.FromMinutes(10))
                SendFirstFree(scene, commands);
        })
        {
            AskAgain = now => now < TimeSpan.FromMinutes(10) ? now + TimeSpan.FromMinutes(5) : null,
        };

        new Simulator(Setting(Post(0)), dispatch).Run(Calls(Call(0, 0, 0)), TimeSpan.Zero, Day);

        Assert.Equal([0, 5, 10, 31], asked);
    }

    [Fact]
    public void A_busy_unit_cannot_be_sent_and_a_call_not_twice()
    {
        var busy = new Scripted([], (scene, commands) => commands.Add(new SendCommand(scene.Units[0], scene.Waiting[0])));

        Assert.Throws<InvalidOperationException>(
            () => new Simulator(Setting(Post(0)), busy).Run(Calls(Call(0, 0, 0), Call(1, 5, 0)), TimeSpan.Zero, Day));
    }

    private static void SendFirstFree(SimulationScene scene, ICollection<SendCommand> commands)
    {
        if (scene.Waiting.Count > 0 && scene.Units.FirstOrDefault(unit => unit.IsFree) is { } unit)
            commands.Add(new SendCommand(unit, scene.Waiting[0]));
    }

    private sealed class Scripted(List<string> log, Action<SimulationScene, ICollection<SendCommand>> decide) : ISimulatedDispatch
    {
        public Func<TimeSpan, TimeSpan?> AskAgain { get; init; } = _ => null;

        public void Raised(SimulatedCall call, TimeSpan now) => log.Add($"{now.TotalMinutes:0} raised {call.Script.Number}");

        public void Reported(SimulatedUnit unit, SimulatedCall call, TimeSpan now) =>
            log.Add($"{now.TotalMinutes:0} {unit.Stage} {call.Script.Number}");

        public void Cleared(SimulatedUnit unit, SimulatedCall call, TimeSpan now) =>
            log.Add($"{now.TotalMinutes:0} cleared {call.Script.Number}");

        public TimeSpan? Decide(SimulationScene scene, ICollection<SendCommand> commands)
        {
            decide(scene, commands);
            return AskAgain(scene.Now);
        }
    }
}
