using Telehealth.Dispatch.Cities;
using Telehealth.Dispatch.Queueing;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Simulation;

/// <summary>How a service judges itself: a call is late when nobody is there so long after it came.</summary>
public static class ResponseTargets
{
    /// <summary>Chosen for a city of this size, in the range of published standards (NFPA 1710, NHS England's 2017 programme).</summary>
    public static TimeSpan Of(Priority priority) => priority switch
    {
        Priority.LifeThreatening => TimeSpan.FromMinutes(7),
        Priority.Emergency => TimeSpan.FromMinutes(10),
        Priority.Urgent => TimeSpan.FromMinutes(20),
        Priority.LessUrgent => TimeSpan.FromMinutes(40),
        _ => throw new ArgumentOutOfRangeException(nameof(priority), priority, "Not a priority."),
    };
}

/// <summary>
/// Policies on the same days: a city, its fleet and its roads, and calls that come from the seed alone. It keeps what it has searched on
/// the roads from one run to the next. One owner.
/// </summary>
public sealed class PolicyStudy
{
    private readonly City _city;
    private readonly CityDemand _demand;
    private readonly CityDriving _driving;
    private readonly Dictionary<double, PostCoverage> _coverage = [];

    /// <summary>A study of a city with a fleet.</summary>
    public PolicyStudy(City city, IReadOnlyList<SimulatedVehicle> fleet)
    {
        _city = city;
        Fleet = fleet;
        _demand = CityDemand.Of(city);
        _driving = new CityDriving(city.Graph);
    }

    /// <summary>Who can be sent.</summary>
    public IReadOnlyList<SimulatedVehicle> Fleet { get; }

    /// <summary>Where calls come from.</summary>
    public CityDemand Demand => _demand;

    /// <summary>The roads as both the crews and the engine know them.</summary>
    public CityDriving Driving => _driving;

    /// <summary>What free units are worth at their posts to calls of the highest priority, when units are this busy.</summary>
    public PostCoverage CoverageAt(double busyFraction)
    {
        if (!_coverage.TryGetValue(busyFraction, out var coverage))
        {
            var within = ResponseTargets.Of(Priority.LifeThreatening) - SimulationSetting.UsualMobilising;
            _coverage.Add(busyFraction, coverage = new PostCoverage(this, within, busyFraction));
        }

        return coverage;
    }

    /// <summary>One policy through one stretch of days. The same load and seed bring the same calls to every policy.</summary>
    /// <param name="dispatch">Who decides. A new one for each replication.</param>
    /// <param name="load">How many calls come.</param>
    /// <param name="seed">Of the calls.</param>
    /// <param name="warmUp">What does not count at the start, when everybody is free.</param>
    /// <param name="length">How long it goes on after that.</param>
    public Replication Replicate(ISimulatedDispatch dispatch, CityLoad load, int seed, TimeSpan warmUp, TimeSpan length)
    {
        List<double>[] responses = [[], [], [], []];
        var late = new int[responses.Length];
        var diversions = 0;
        var simulator = new Simulator(new SimulationSetting(Fleet, _driving, WaitingLine.Endless), dispatch, Ended);
        var run = simulator.Run(new CityCalls(_demand, _city.Hospitals, load, seed), warmUp, warmUp + length);
        foreach (var times in responses)
            times.Sort();
        return new Replication(
            responses, late, run.Unreached, run.Workloads.Average(), (double)run.FoundNobody / run.Calls, (double)diversions / run.Calls);

        void Ended(SimulatedCall call)
        {
            if (call.ReachedAt is not { } reached)
                return;
            var response = reached - call.Script.At;
            responses[(int)call.Script.Priority - 1].Add(response.TotalSeconds);
            late[(int)call.Script.Priority - 1] += response > ResponseTargets.Of(call.Script.Priority) ? 1 : 0;
            diversions += call.Diversions;
        }
    }
}
