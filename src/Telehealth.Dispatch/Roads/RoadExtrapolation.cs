using Telehealth.Dispatch.Units;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>
/// Carries a unit's last fix on along the road that it drives on, for as long as it cannot have gone
/// anywhere else: round bends and straight over crossings, at the speed that it had. At a fork it waits;
/// without speed, heading or a road that fits both it stays where it was seen. Pure; any thread may call.
/// </summary>
public sealed class RoadExtrapolation(RoadGraph graph)
{
    /// <summary>A speed says nothing about what a unit does later than that.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>Slower than this a unit is about to stop, and a receiver's speed and heading are noise.</summary>
    public static readonly Speed Slowest = UnitCourse.SlowestDriving;

    /// <summary>Nothing that drives on a road is believed to be faster: 180 km/h.</summary>
    public static readonly Speed Fastest = Speed.FromMetresPerSecond(50);

    /// <summary>Half a wide road and a receiver's usual error: farther from any road it drives on none that we know.</summary>
    private static readonly Distance BesideRoad = Distance.FromMetres(35);

    /// <summary>Straight on, and so much that a bend of the road is not taken for a turn.</summary>
    private const double StraightDegrees = 30;

    /// <summary>A way that leaves more sharply than this is a turn off, for which a driver slows down.</summary>
    private const double TurnDegrees = 55;

    /// <summary>No answer is farther than this from a fix with such a speed.</summary>
    public static Distance FarthestAt(Speed speed) =>
        Distance.FromMetres(
            speed.MetresPerSecond < Slowest.MetresPerSecond
                ? 0
                : Math.Min(speed.MetresPerSecond, Fastest.MetresPerSecond) * Longest.TotalSeconds + BesideRoad.Metres);

    /// <summary>Where the unit is at a time after its last fix.</summary>
    public ProbablePlace At(in Fix fix, DateTimeOffset now)
    {
        var seen = new ProbablePlace(fix.Place, Distance.FromMetres(0), false) { Heading = fix.DrivenDegrees };
        if (fix.HeadingDegrees is not { } heading || !(fix.SpeedMetresPerSecond >= Slowest.MetresPerSecond))
            return seen;
        seen = seen with { Heading = heading };
        var since = now - fix.At < Longest ? now - fix.At : Longest;
        if (since <= TimeSpan.Zero || graph.Snap(seen.Headed, BesideRoad) is not { } road || Facing(road, heading) is not { } driven)
            return seen;
        var (place, ahead, onto) = Drive(
            driven.Arc, driven.Share, Math.Min(fix.SpeedMetresPerSecond.Value, Fastest.MetresPerSecond) * since.TotalSeconds);
        return ahead > 0 ? new ProbablePlace(place, Distance.FromMetres(ahead), true) { Heading = graph.Bearing(onto) } : seen;
    }

    /// <summary>The direction of the street that the unit faces; null when it faces neither, or against a one-way street.</summary>
    private (int Arc, double Share)? Facing(in RoadPoint road, double heading)
    {
        var off = Bearings.Between(graph.Bearing(road.Arc), heading);
        if (off <= RoadGraph.OnRoadDegrees)
            return (road.Arc, road.Share);
        return graph.Twin(road.Arc) is var twin and >= 0 && off >= 180 - RoadGraph.OnRoadDegrees ? (twin, 1 - road.Share) : null;
    }

    private (GeoPoint Place, double Ahead, int Arc) Drive(int arc, double share, double metres)
    {
        var ahead = 0.0;
        while (true)
        {
            var length = graph.Metres(arc);
            var rest = (1 - share) * length;
            if (rest >= metres - ahead)
                return (graph.PlaceOn(arc, share + (metres - ahead) / length), metres, arc);
            ahead += rest;
            if (Onward(arc) is not { } next)
                return (graph.Place(graph.Head(arc)), ahead, arc);
            (arc, share) = (next, 0);
        }
    }

    /// <summary>
    /// The only way on, however it bends; else the only one straight on where all others are turns; null when it is not clear.
    /// </summary>
    private int? Onward(int arc)
    {
        var (ways, only, straight, unclear) = (0, -1, -1, false);
        var (start, end) = graph.Leaving(graph.Head(arc));
        for (var next = start; next < end; next++)
        {
            if (graph.Head(next) == graph.Tail(arc))
                continue;
            (ways, only) = (ways + 1, next);
            var turn = Bearings.Between(graph.Bearing(arc), graph.Bearing(next));
            unclear |= turn < TurnDegrees && (turn > StraightDegrees || straight >= 0);
            if (turn <= StraightDegrees)
                straight = next;
        }

        if (ways == 1)
            return only;
        return straight >= 0 && !unclear ? straight : null;
    }
}
