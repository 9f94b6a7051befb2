using Telehealth.Dispatch.FleetCoverage;
using Telehealth.Dispatch.Planning;
using Telehealth.Dispatch.Policies;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Simulation;

/// <summary>
/// What free units are worth where they are: each counts at its post, also while it drives back to
/// it (DMEXCLP: C. J. Jagtenberg, S. Bhulai and R. D. van der Mei, "Dynamic ambulance dispatching:
/// is the closest-idle policy always optimal?", Health Care Management Science 20, 2017).
/// </summary>
public sealed class PostCoverage
{
    private readonly CoverageModel _model;
    private readonly Dictionary<GeoPoint, int> _posts;

    /// <summary>Reckons once how much of the city each post covers.</summary>
    /// <param name="study">The city and its fleet.</param>
    /// <param name="within">Driven to in this time is covered.</param>
    /// <param name="busyFraction">The share of time for which a unit has a job: 0 up to, without, 1.</param>
    public PostCoverage(PolicyStudy study, TimeSpan within, double busyFraction)
    {
        GeoPoint[] posts = [.. study.Fleet.Select(vehicle => vehicle.Post).Distinct()];
        _posts = posts.Index().ToDictionary(post => post.Item, post => post.Index);
        _model = CoverageModel.Reckon(
            [.. study.Demand.Places.Zip(study.Demand.Weights, (place, weight) => new DemandPoint(place, weight))], posts, study.Driving,
            within, busyFraction);
    }

    /// <summary>How much expected coverage is lost with each of these free units.</summary>
    internal Dictionary<UnitId, double> LossOf(IReadOnlyList<SimulatedUnit> free)
    {
        var standing = new StandingCoverage(_model);
        foreach (var unit in free)
            standing.Add(_posts[unit.Vehicle.Post]);
        return free.ToDictionary(unit => unit.Vehicle.Id, unit => standing.MarginalLoss(_posts[unit.Vehicle.Post]));
    }
}

/// <summary>
/// Of the free units that would be there in time, first the one whose
/// leaving costs the rest of the city least; then the others, fastest first.
/// </summary>
internal sealed class CoverageFirst(IUnitAvailability inner, IReadOnlyDictionary<UnitId, double> losses, TimeSpan inTime)
    : IUnitAvailability
{
    public IReadOnlyList<RankedUnit> Free(Skills needed, IReadOnlySet<UnitId> except, int wanted)
    {
        var ranked = inner.Free(needed, except, losses.Count);
        return
        [
            .. ranked.Where(unit => unit.Travel.Time <= inTime).OrderBy(unit => losses[unit.Id])
                .Concat(ranked.Where(unit => unit.Travel.Time > inTime))
                .Take(wanted),
        ];
    }

    public IReadOnlyList<AssignedUnit> UnderWay(Skills needed) => inner.UnderWay(needed);

    public IReadOnlyList<AssignedUnit> SoonFree(Skills needed) => inner.SoonFree(needed);

    public bool Has(UnitId unit, Skills needed) => inner.Has(unit, needed);
}
