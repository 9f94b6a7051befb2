using Telehealth.Dispatch.Queueing;
using Telehealth.Dispatch.Simulation;

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
}
