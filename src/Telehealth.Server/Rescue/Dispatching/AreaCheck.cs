using Npgsql;
using Telehealth.Dispatch.Areas;
using Telehealth.Domain.Geo;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Areas;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// Says once at the start when the areas lie where nothing of the service is: then no unit is at home anywhere, and no desk sees anything.
/// </summary>
internal sealed class AreaCheck(ServiceAreas areas, AreaRoads roads, PostList posts, NpgsqlDataSource database, ILogger<AreaCheck> log)
    : BackgroundService
{
    private const int MostUnits = 1_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (areas.Map.Areas.Count == 0)
            return;
        var units = await database.Query(
            "select latitude, longitude from units.unit_fix order by at desc limit $1",
            row => GeoPoint.Of(row.Number("latitude"), row.Number("longitude")), stoppingToken, MostUnits);
        var nodes = roads.Graph is { } graph ? Enumerable.Range(0, graph.NodeCount).Select(graph.Place) : [];
        switch (AreaDoubts.Of(areas.Map, posts.All.Select(post => post.Place).Concat(units).Concat(nodes)))
        {
            case AreaDoubt.LatitudeFirst:
                log.AreasHaveLatitudeFirst();
                break;
            case AreaDoubt.NothingInside:
                log.NothingInAnyArea();
                break;
        }
    }
}
