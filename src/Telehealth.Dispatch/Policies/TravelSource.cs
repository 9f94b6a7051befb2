using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Policies;

/// <summary>How a travel time was reckoned. Every answer says so, and the console shows it.</summary>
public enum TravelBasis
{
    /// <summary>Along the road graph.</summary>
    Roads,

    /// <summary>By a routing server that was asked.</summary>
    Routing,

    /// <summary>Straight distance with a detour factor: for places without roads that we know.</summary>
    CrowFly,

    /// <summary>Not at all: both places lie on known roads and none joins them. The time is a penalty, no estimate; the length is a guess from the straight distance.</summary>
    NoRoad,
}

/// <summary>The stable words for the ways to reckon.</summary>
public static class TravelBases
{
    /// <summary><c>roads</c>, <c>osrm</c>, <c>crow_fly</c> or <c>no_road</c>.</summary>
    public static string Code(this TravelBasis basis) => basis switch
    {
        TravelBasis.Roads => "roads",
        TravelBasis.Routing => "osrm",
        TravelBasis.CrowFly => "crow_fly",
        TravelBasis.NoRoad => "no_road",
        _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, "Not a way to reckon."),
    };
}

/// <summary>How long and how far, and how that was reckoned.</summary>
/// <param name="Time">How long.</param>
/// <param name="Length">How far, along the way.</param>
/// <param name="Basis">How it was reckoned.</param>
public sealed record Travel(TimeSpan Time, Distance Length, TravelBasis Basis)
{
    /// <summary>
    /// Longer than any drive that is compared with it, so that whoever orders by time puts a way that does not exist behind every way that does;
    /// those without a way stand among themselves in the order of their straight distance.
    /// </summary>
    public static readonly TimeSpan NoRoadPenalty = TimeSpan.FromHours(24);

    /// <summary>What is told where both places lie on known roads and no road joins them: a straight line knows no river and must not win.</summary>
    public static Travel WithoutRoad(GeoPoint from, GeoPoint to)
    {
        var straight = CrowFlyTravel.Between(from, to);
        return new Travel(straight.Time + NoRoadPenalty, straight.Length, TravelBasis.NoRoad);
    }
}

/// <summary>
/// Travel times from units to one place. One owner: called by one thread at a time, and the next <see cref="Towards"/> ends the search before.
/// </summary>
public interface ITravelSource
{
    /// <summary>Starts reckoning towards a place.</summary>
    ITravelSearch Towards(GeoPoint destination, DrivingMode mode);
}

/// <summary>Travel times to one place, reckoned as they are asked for.</summary>
public interface ITravelSearch
{
    /// <summary>No answer is faster than this over the straight distance; so a unit too far to win need not be asked about.</summary>
    Speed TopSpeed { get; }

    /// <summary>From a place to the destination.</summary>
    Travel From(GeoPoint place);

    /// <summary>The same for somebody who only asks whether it is at most so long: null, and perhaps much sooner, when it is longer.</summary>
    Travel? From(GeoPoint place, TimeSpan limit) => From(place) is var travel && travel.Time <= limit ? travel : null;

    /// <summary>The same for a unit that drives, whose heading tells on which of two carriageways it is. A source that knows no carriageways takes the place alone.</summary>
    Travel? From(in HeadedPlace start, TimeSpan limit) => From(start.Place, limit);

    /// <summary>The same for a unit that drives, however long it takes.</summary>
    Travel From(in HeadedPlace start) => From(start.Place);
}

/// <summary>Straight distance with a detour factor. Always has an answer.</summary>
public sealed class CrowFlyTravel : ITravelSource, ITravelSearch
{
    /// <summary>Road length over straight distance: a chosen default for a town's streets, used only where no roads are loaded.</summary>
    public const double DetourFactor = 1.35;

    /// <summary>An ambulance's speed through a town, door to door.</summary>
    public static readonly Speed RoadSpeed = Speed.FromKilometresPerHour(50);

    private GeoPoint _destination;

    /// <inheritdoc/>
    public Speed TopSpeed { get; } = Speed.FromMetresPerSecond(RoadSpeed.MetresPerSecond / DetourFactor);

    /// <inheritdoc/>
    public ITravelSearch Towards(GeoPoint destination, DrivingMode mode)
    {
        _destination = destination;
        return this;
    }

    /// <inheritdoc/>
    public Travel From(GeoPoint place) => Between(place, _destination);

    /// <summary>The estimate between two places.</summary>
    public static Travel Between(GeoPoint from, GeoPoint to)
    {
        var length = Distance.FromMetres(from.DistanceTo(to).Metres * DetourFactor);
        return new Travel(length / RoadSpeed, length, TravelBasis.CrowFly);
    }
}

/// <summary>
/// Along the road graph; crow-fly, and saying so, where no known road is near one of the places. Where both lie on known roads and none joins them
/// within the bound, it says that there is no road.
/// </summary>
public sealed class RoadTravel(RoadGraph graph) : ITravelSource, ITravelSearch
{
    /// <summary>Longer journeys are no longer a matter for the nearest unit: crow-fly tells their size, but never makes them shorter than this.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromHours(2);

    private readonly ReverseTravelTimes _times = new(graph);
    private readonly CrowFlyTravel _crowFly = new();
    private GeoPoint _destination;
    private DrivingMode _mode;

    /// <inheritdoc/>
    public Speed TopSpeed => Speed.FromMetresPerSecond(
        Math.Max(graph.TopSpeed(_mode).MetresPerSecond, Math.Max(_crowFly.TopSpeed.MetresPerSecond, ReverseTravelTimes.OffRoadSpeed.MetresPerSecond)));

    /// <inheritdoc/>
    public ITravelSearch Towards(GeoPoint destination, DrivingMode mode)
    {
        (_destination, _mode) = (destination, mode);
        _times.Begin(destination, mode, Bound);
        _crowFly.Towards(destination, mode);
        return this;
    }

    /// <inheritdoc/>
    public Travel From(GeoPoint place) => From(new HeadedPlace(place, null));

    /// <inheritdoc/>
    public Travel? From(GeoPoint place, TimeSpan limit) => From(new HeadedPlace(place, null), limit);

    /// <inheritdoc/>
    public Travel? From(in HeadedPlace start, TimeSpan limit)
    {
        // Whether longer than the limit or not at all is the same to whoever asks, so there is no need to search on.
        if (limit < Bound && _times.From(start, limit, out var tie) is var journey && (journey is not null || tie != RoadTie.OffRoads))
            return journey is { } known ? ByRoad(known) : null;
        return From(start) is var travel && travel.Time <= limit ? travel : null;
    }

    /// <inheritdoc/>
    public Travel From(in HeadedPlace start)
    {
        if (_times.From(start, Bound, out var tie) is { } journey)
            return ByRoad(journey);
        var straight = _crowFly.From(start.Place);
        return tie switch
        {
            RoadTie.NoneKnown => Travel.WithoutRoad(start.Place, _destination),
            RoadTie.Joined when straight.Time < Bound => straight with { Time = Bound },
            _ => straight,
        };
    }

    private static Travel ByRoad(RoadJourney journey) => new(journey.Time, journey.Length, TravelBasis.Roads);
}
