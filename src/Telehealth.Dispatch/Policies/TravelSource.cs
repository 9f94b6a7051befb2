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
}

/// <summary>The stable words for the ways to reckon.</summary>
public static class TravelBases
{
    /// <summary><c>roads</c>, <c>osrm</c> or <c>crow_fly</c>.</summary>
    public static string Code(this TravelBasis basis) => basis switch
    {
        TravelBasis.Roads => "roads",
        TravelBasis.Routing => "osrm",
        TravelBasis.CrowFly => "crow_fly",
        _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, "Not a way to reckon."),
    };
}

/// <summary>How long and how far, and how that was reckoned.</summary>
/// <param name="Time">How long.</param>
/// <param name="Length">How far, along the way.</param>
/// <param name="Basis">How it was reckoned.</param>
public sealed record Travel(TimeSpan Time, Distance Length, TravelBasis Basis);

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

/// <summary>Along the road graph; crow-fly, and saying so, for places that no known road joins to the destination.</summary>
public sealed class RoadTravel(RoadGraph graph) : ITravelSource, ITravelSearch
{
    /// <summary>Longer journeys are no longer a matter for the nearest unit: crow-fly tells their size, but never makes them shorter than this.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromHours(2);

    private readonly ReverseTravelTimes _times = new(graph);
    private readonly CrowFlyTravel _crowFly = new();
    private DrivingMode _mode;

    /// <inheritdoc/>
    public Speed TopSpeed => Speed.FromMetresPerSecond(
        Math.Max(graph.TopSpeed(_mode).MetresPerSecond, Math.Max(_crowFly.TopSpeed.MetresPerSecond, ReverseTravelTimes.OffRoadSpeed.MetresPerSecond)));

    /// <inheritdoc/>
    public ITravelSearch Towards(GeoPoint destination, DrivingMode mode)
    {
        _mode = mode;
        _times.Begin(destination, mode, Bound);
        _crowFly.Towards(destination, mode);
        return this;
    }

    /// <inheritdoc/>
    public Travel From(GeoPoint place)
    {
        if (_times.From(place, Bound, out var joined) is { } journey)
            return ByRoad(journey);
        var straight = _crowFly.From(place);
        return joined && straight.Time < Bound ? straight with { Time = Bound } : straight;
    }

    /// <inheritdoc/>
    public Travel? From(GeoPoint place, TimeSpan limit)
    {
        if (limit < Bound && _times.From(place, limit, out var joined) is var journey && (journey is not null || joined))
            return journey is { } known ? ByRoad(known) : null;
        return From(place) is var travel && travel.Time <= limit ? travel : null;
    }

    private static Travel ByRoad(RoadJourney journey) => new(journey.Time, journey.Length, TravelBasis.Roads);
}
