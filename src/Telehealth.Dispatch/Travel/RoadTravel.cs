using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Travel;

/// <summary>
/// Along the road graph; crow-fly, and saying so, where no known road is near one of the places. Where both lie on known roads and none
/// joins them within the bound, it says that there is no road.
/// </summary>
public sealed class RoadTravel(RoadGraph graph) : ITravelSource, ITravelSearch
{
    /// <summary>
    /// Longer journeys are no longer a matter for the nearest unit: crow-fly tells their size, but never makes them shorter than this.
    /// </summary>
    public static readonly TimeSpan Bound = TimeSpan.FromHours(2);

    private readonly ReverseTravelTimes _times = new(graph);
    private readonly CrowFlyTravel _crowFly = new();
    private GeoPoint _destination;
    private DrivingMode _mode;

    /// <inheritdoc/>
    public Speed TopSpeed =>
        Speed.FromMetresPerSecond(
            Math.Max(
                graph.TopSpeed(_mode).MetresPerSecond,
                Math.Max(_crowFly.TopSpeed.MetresPerSecond, ReverseTravelTimes.OffRoadSpeed.MetresPerSecond)));

    /// <inheritdoc/>
    public ITravelSearch Towards(GeoPoint destination, DrivingMode mode)
    {
        (_destination, _mode) = (destination, mode);
        _times.Begin(destination, mode, Bound);
        _crowFly.Towards(destination, mode);
        return this;
    }

    /// <inheritdoc/>
    public Drive From(GeoPoint place) => From(new HeadedPlace(place, null));

    /// <inheritdoc/>
    public Drive? From(GeoPoint place, TimeSpan limit) => From(new HeadedPlace(place, null), limit);

    /// <inheritdoc/>
    public Drive? From(in HeadedPlace start, TimeSpan limit)
    {
        // Whether longer than the limit or not at all is the same to whoever asks, so there is no need to search on.
        if (limit < Bound && _times.From(start, limit, out var tie) is var journey && (journey is not null || tie != RoadTie.OffRoads))
            return journey is { } known ? ByRoad(known) : null;
        return From(start) is var travel && travel.Time <= limit ? travel : null;
    }

    /// <inheritdoc/>
    public Drive From(in HeadedPlace start)
    {
        if (_times.From(start, Bound, out var tie) is { } journey)
            return ByRoad(journey);
        var straight = _crowFly.From(start.Place);
        return tie switch
        {
            RoadTie.NoneKnown => Drive.WithoutRoad(start.Place, _destination),
            RoadTie.Joined when straight.Time < Bound => straight with { Time = Bound },
            _ => straight,
        };
    }

    private static Drive ByRoad(RoadJourney journey) => new(journey.Time, journey.Length, TravelBasis.Roads);
}
