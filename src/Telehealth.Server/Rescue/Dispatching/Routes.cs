using System.Collections.Concurrent;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Geo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Dispatching;

internal enum RouteMode
{
    Regular,
    LightsAndSirens,
}

[HttpContract]
internal sealed record RouteEnd(double Latitude, double Longitude);

[HttpContract]
internal sealed record RouteQuestion(RouteEnd From, RouteEnd To, RouteMode Mode);

/// <param name="AfterSeconds">How long from the start.</param>
/// <param name="Road">The road that leads here; empty when it has no name, or off the road.</param>
[HttpContract]
internal sealed record RouteStep(double Latitude, double Longitude, int AfterSeconds, string Road);

/// <param name="Steps">Every bend from the start to the end; with the source <c>crow_fly</c> only these two.</param>
/// <param name="Source">How it was reckoned: <c>roads</c> or <c>crow_fly</c>.</param>
[HttpContract]
internal sealed record RouteView(IReadOnlyList<RouteStep> Steps, int Seconds, int Metres, string Source);

/// <summary>The fastest way from one place to another by the known roads. Lends searches, since each keeps buffers of its own.</summary>
internal sealed class Routes(AreaRoads roads)
{
    private static readonly TimeSpan LongestDrive = TimeSpan.FromHours(2);

    private readonly ConcurrentBag<ReverseTravelTimes> _idle = [];

    public Reply<RouteView> Find(RouteQuestion question)
    {
        if (!GeoPoint.TryCreate(question.From.Latitude, question.From.Longitude, out var from)
            || !GeoPoint.TryCreate(question.To.Latitude, question.To.Longitude, out var to))
            return HelpRequests.PlaceInvalid;
        if (ByRoad(from, to, question.Mode == RouteMode.Regular ? DrivingMode.Regular : DrivingMode.LightsAndSirens) is { } route)
        {
            var steps = route.Points.Select(point => new RouteStep(
                point.Place.Latitude, point.Place.Longitude, (int)point.After.TotalSeconds, point.Road));
            return new RouteView([.. steps], (int)route.Time.TotalSeconds, (int)route.Length.Metres, TravelBasis.Roads.Code());
        }

        var straight = CrowFlyTravel.Between(from, to);
        var seconds = (int)straight.Time.TotalSeconds;
        return new RouteView(
            [
                new RouteStep(from.Latitude, from.Longitude, 0, string.Empty),
                new RouteStep(to.Latitude, to.Longitude, seconds, string.Empty),
            ],
            seconds, (int)straight.Length.Metres,
            straight.Basis.Code());
    }

    private RoadRoute? ByRoad(GeoPoint from, GeoPoint to, DrivingMode mode)
    {
        if (roads.Graph is not { } graph)
            return null;
        if (!_idle.TryTake(out var search))
            search = new ReverseTravelTimes(graph);
        try
        {
            return search.Begin(to, mode, LongestDrive) ? search.RouteFrom(from) : null;
        }
        finally
        {
            _idle.Add(search);
        }
    }
}
