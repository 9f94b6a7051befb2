using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>A way by road, bend by bend, with how long and how far each bend is from the start.</summary>
/// <param name="Points">From the start to the end; at least one.</param>
public sealed record RoadRoute(IReadOnlyList<RoutePoint> Points)
{
    /// <summary>How long the whole way takes.</summary>
    public TimeSpan Time => Points[^1].After;

    /// <summary>How far the whole way is.</summary>
    public Distance Length => Points[^1].Along;
}

/// <summary>Adds legs up to a route.</summary>
internal sealed class RoadRouteBuilder(GeoPoint start)
{
    private readonly List<RoutePoint> _points = [new(start, TimeSpan.Zero, Distance.FromMetres(0), "")];
    private double _seconds;
    private double _metres;

    public void OffRoadTo(GeoPoint place, Distance length)
    {
        if (length.Metres > 0)
            Along(place, length.Metres, (length / ReverseTravelTimes.OffRoadSpeed).TotalSeconds, "");
    }

    public void Along(GeoPoint place, double legMetres, double legSeconds, string road)
    {
        (_seconds, _metres) = (_seconds + legSeconds, _metres + legMetres);
        if (legMetres > 0)
            _points.Add(new RoutePoint(place, TimeSpan.FromSeconds(_seconds), Distance.FromMetres(_metres), road));
    }

    public RoadRoute Build() => new(_points);
}
