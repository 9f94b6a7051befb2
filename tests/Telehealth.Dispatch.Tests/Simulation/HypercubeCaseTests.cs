using Telehealth.Dispatch.Planning;
using Telehealth.Dispatch.Queueing;
using Telehealth.Dispatch.Simulation;
using Telehealth.Dispatch.Travel;

namespace Telehealth.Dispatch.Tests.Simulation;

public sealed class HypercubeCaseTests
{
    [Theory]
    [InlineData(1, 0.5, WaitingLine.None)]
    [InlineData(3, 0.7, WaitingLine.None)]
    [InlineData(10, 0.9, WaitingLine.None)]
    [InlineData(1, 0.4, WaitingLine.Endless)]
    [InlineData(4, 0.6, WaitingLine.Endless)]
    [InlineData(10, 0.6, WaitingLine.Endless)]
    public void The_simulator_tells_what_theory_tells(int units, double load, WaitingLine line)
    {
        var city = new HypercubeCase(units, load, line, Seed: 5);
        var run = city.Simulate(new PreferenceDispatch(city.Preferences), calls: 200_000);
        // 200,000 calls leave a standard error of about 0.2 percentage points; the load test has twenty times as many.
        Assert.InRange(city.ErrorOf(run), 0, 1);
    }

    [Theory]
    [InlineData(1, 0.6, WaitingLine.Endless)]
    [InlineData(4, 0.9, WaitingLine.None)]
    [InlineData(10, 0.7, WaitingLine.None)]
    [InlineData(10, 0.8, WaitingLine.Endless)]
    public void The_engine_sends_the_very_units_that_theory_sends(int units, double load, WaitingLine line)
    {
        var city = new HypercubeCase(units, load, line, Seed: 6);
        var (byTheory, byEngine) = (new List<int>(), new List<int>());

        var theory = city.Simulate(new PreferenceDispatch(city.Preferences), 20_000, call => byTheory.Add(call.Unit?.Number ?? -1));
        var engine = city.Simulate(
            new EngineDispatch(
                new EngineSetup(new CrowFlyTravel(), DispatchPolicy.Default with { ReservesSoonFree = false }, WaitingOrder.PriorityThenAge)
            ),
            20_000,
            call => byEngine.Add(call.Unit?.Number ?? -1));

        Assert.Equal(byTheory, byEngine);
        Assert.Equal(theory.Workloads, engine.Workloads);
        Assert.Equal(theory.FoundNobody, engine.FoundNobody);
    }
}
