using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Simulation;

/// <summary>A unit that drives a route at the route's own speeds. Immutable: where it is follows from the time alone.</summary>
/// <param name="Route">Its way.</param>
/// <param name="StartedAt">When it set off.</param>
public sealed record RouteFollower(RoadRoute Route, DateTimeOffset StartedAt)
{
    /// <summary>When it will be there.</summary>
    public DateTimeOffset ArrivesAt => StartedAt + Route.Time;

    /// <summary>Where it is; before the start at the start, after the arrival at the end.</summary>
    public RoutePosition At(DateTimeOffset now)
    {
        var driven = now - StartedAt;
        var points = Route.Points;
        if (driven >= Route.Time)
            return new RoutePosition(points[^1].Place, null, null, true);
        if (driven < TimeSpan.Zero)
            driven = TimeSpan.Zero;
        var ahead = FirstAfter(points, driven);
        var (from, to) = (points[ahead - 1], points[ahead]);
        var leg = to.After - from.After;
        var share = leg > TimeSpan.Zero ? (driven - from.After) / leg : 1;
        var speed = (to.Along.Metres - from.Along.Metres) / Math.Max(0.001, leg.TotalSeconds);
        return new RoutePosition(
            Between(from.Place, to.Place, share), from.Place.BearingTo(to.Place), speed > 0 ? Speed.FromMetresPerSecond(speed) : null,
            false);
    }

    private static int FirstAfter(IReadOnlyList<RoutePoint> points, TimeSpan driven)
    {
        var (low, high) = (1, points.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (points[middle].After > driven)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private static GeoPoint Between(GeoPoint from, GeoPoint to, double share)
    {
        var longitude = from.Longitude + LocalPlane.Wrap(to.Longitude - from.Longitude) * share;
        return GeoPoint.Of(from.Latitude + (to.Latitude - from.Latitude) * share, LocalPlane.Wrap(longitude));
    }
}
