using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Travel;

/// <summary>
/// Travel times by a routing server, which has to be asked and waited for, behind the same seam as those that are reckoned here.
/// </summary>
/// <remarks>
/// A search cannot wait. So it runs on what is known, a way that is not known yet counts as out of reach (and one that the server knows not
/// to exist as no road) and is noted, and whoever runs it asks for what was noted and runs it again, until nothing was. Then its outcome is
/// that of having asked about every way, as long as no more than <see cref="MostWays"/> came into question: a search asks in the order of
/// straight distance and up to what could still win. One owner, one thread.
/// </remarks>
public sealed class RoutedTravel : ITravelSource
{
    /// <summary>
    /// Ways that are noted before a search is brought to its end: with the other
    /// end, as many places as an OSRM server takes in one table by default.
    /// </summary>
    public const int MostAtOnce = 99;

    /// <summary>Ways that are asked for altogether; those beyond count as out of reach.</summary>
    public const int MostWays = 3 * MostAtOnce;

    /// <summary>A unit that has moved on by less since it was asked about is taken from where it was: six seconds' drive.</summary>
    public static readonly Distance MovedOn = Distance.FromMetres(100);

    /// <summary>Chosen: no whole journey is faster by a routing server's profile for cars.</summary>
    public static readonly Speed TopSpeed = Speed.FromKilometresPerHour(150);

    private readonly Dictionary<UnknownWay, Drive?> _known = [];
    private readonly HashSet<UnknownWay> _noted = [];

    /// <inheritdoc/>
    public ITravelSearch Towards(GeoPoint destination, DrivingMode mode) => new Search(this, destination);

    /// <summary>
    /// What was noted since the last time, at most <see cref="MostAtOnce"/> ways; empty when everything that was asked for was known.
    /// </summary>
    public IReadOnlyList<UnknownWay> TakeUnknown()
    {
        UnknownWay[] noted = [.. _noted];
        _noted.Clear();
        return noted;
    }

    /// <summary>Learns the answer for a way; null when there is none by road.</summary>
    public void Learn(UnknownWay way, Drive? travel) => _known[way] = travel;

    private Drive Known(UnknownWay way)
    {
        if (_known.TryGetValue(way, out var travel))
            return travel ?? Drive.WithoutRoad(way.From, way.To);
        foreach (var (near, known) in _known)
        {
            if (near.To == way.To && near.From.DistanceTo(way.From) < MovedOn)
                return known ?? Drive.WithoutRoad(way.From, way.To);
        }

        if (_noted.Count < MostAtOnce && _known.Count + _noted.Count < MostWays)
            _noted.Add(way);
        return OutOfReach(way);
    }

    private static Drive OutOfReach(UnknownWay way)
    {
        var straight = CrowFlyTravel.Between(way.From, way.To);
        return straight.Time < RoadTravel.Bound ? straight with { Time = RoadTravel.Bound } : straight;
    }

    private sealed class Search(RoutedTravel table, GeoPoint destination) : ITravelSearch
    {
        /// <summary>
        /// As if on foot through mud: what is asked for next suffices, and nothing that lies further matters before it is known.
        /// </summary>
        private static readonly Speed ToTheEnd = Speed.FromMetresPerSecond(0.001);

        public Speed TopSpeed => table._noted.Count < MostAtOnce ? RoutedTravel.TopSpeed : ToTheEnd;

        public Drive From(GeoPoint place) => table.Known(new UnknownWay(place, destination));

        public Drive? From(GeoPoint place, TimeSpan limit) =>
            place.DistanceTo(destination) / RoutedTravel.TopSpeed <= limit && From(place) is var travel && travel.Time <= limit
                ? travel
                : null;
    }
}
