using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Simulation;

/// <summary>
/// Calls by chance alone from areas with rates of their own, each binding its unit
/// for an exponential time wherever it is: what queueing theory reckons with.
/// </summary>
/// <param name="areas">How many calls a second come from each area, and from where.</param>
/// <param name="meanService">How long a call binds a unit on average.</param>
/// <param name="seed">The same seed gives the same calls.</param>
public sealed class PoissonCalls(IReadOnlyList<(double Rate, GeoPoint Place)> areas, TimeSpan meanService, int seed) : ICallSource
{
    private readonly Chance _arrivals = new(seed, 1);
    private readonly Chance _service = new(seed, 2);
    private readonly double[] _cumulative = RunningSums(areas.Select(area => area.Rate));
    private TimeSpan _at;
    private int _number;

    /// <inheritdoc/>
    public CallScript Next()
    {
        _at += TimeSpan.FromSeconds(_arrivals.Exponential(1 / _cumulative[^1]));
        var area = _arrivals.Pick(_cumulative);
        var service = TimeSpan.FromSeconds(_service.Exponential(meanService.TotalSeconds));
        return new CallScript(_number++, _at, area, areas[area].Place, Priority.Emergency, Skills.Basic, service, null, TimeSpan.Zero);
    }

    internal static double[] RunningSums(IEnumerable<double> weights)
    {
        var sum = 0.0;
        return [.. weights.Select(weight => sum += weight)];
    }
}
