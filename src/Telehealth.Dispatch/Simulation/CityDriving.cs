using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Simulation;

/// <summary>
/// Along the roads at the roads' own speeds. It keeps what it has searched for each destination, because a simulated city asks for the same
/// few hundred places again and again. One owner.
/// </summary>
public sealed class CityDriving(RoadGraph graph) : ISimulatedDriving, ITravelSource
{
    private readonly Dictionary<(GeoPoint To, DrivingMode Mode), ReverseTravelTimes> _routes = [];
    private readonly Dictionary<(GeoPoint To, DrivingMode Mode), ITravelSearch> _searches = [];

    /// <inheritdoc/>
    public RouteFollower? Drive(GeoPoint from, GeoPoint to, bool urgent, DateTimeOffset leaves)
    {
        var key = (to, urgent ? DrivingMode.LightsAndSirens : DrivingMode.Regular);
        if (!_routes.TryGetValue(key, out var times))
        {
            _routes.Add(key, times = new ReverseTravelTimes(graph));
            times.Begin(to, key.Item2, RoadTravel.Bound);
        }

        return new RouteFollower(times.RouteFrom(from) ?? Straight(from, to), leaves);
    }

    /// <summary>The engine's own reckoning by road, one for each destination.</summary>
    public ITravelSearch Towards(GeoPoint destination, DrivingMode mode)
    {
        if (!_searches.TryGetValue((destination, mode), out var search))
            _searches.Add((destination, mode), search = new RoadTravel(graph).Towards(destination, mode));
        return search;
    }

    /// <summary>Where no known road leads: as the engine reckons then.</summary>
    private static RoadRoute Straight(GeoPoint from, GeoPoint to)
    {
        var travel = CrowFlyTravel.Between(from, to);
        return new RoadRoute([new(from, TimeSpan.Zero, Distance.FromMetres(0), ""), new(to, travel.Time, travel.Length, "")]);
    }
}
