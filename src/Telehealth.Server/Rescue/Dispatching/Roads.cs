using System.Text;
using Microsoft.Extensions.Options;
using Telehealth.Dispatch.Cities;
using Telehealth.Dispatch.Roads;
using Telehealth.Server.Platform.Access;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>The roads of the area: the demo city's, those of the configured files, or none.</summary>
internal static class Roads
{
    public static AreaRoads Load(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<DispatchOptions>>().Value;
        var log = services.GetRequiredService<ILogger<AreaRoads>>();
        if (services.GetService<City>() is { } city)
        {
            if (options.RoadNodesFile is not null)
                log.ConfiguredRoadsNotRead();
            return new AreaRoads(city.Graph);
        }

        if (options is not { RoadNodesFile: { } nodes, RoadsFile: { } roads })
            return new AreaRoads(null);
        var files = RoadGraphCsv.Read(
            File.ReadAllText(nodes), File.ReadAllText(roads), options.TurnsFile is { } turns ? File.ReadAllText(turns) : null);
        foreach (var problem in files.Problems)
            log.RoadFileProblem(problem.File, problem.Row, problem.Text);
        if (files.Graph is not { } graph)
            throw new InvalidDataException(
                $"The road files {nodes} and {roads} hold no usable road: {files.ProblemCount} problems, the first of which stand in the log. Import the roads again, or unset Dispatching__RoadNodesFile and Dispatching__RoadsFile.");
        log.RoadsLoaded(graph.NodeCount, graph.ArcCount, graph.ForbiddenTurnCount);
        return new AreaRoads(graph);
    }

    /// <summary>What the built-in map draws besides the coasts: roads, hospitals and posts as GeoJSON; empty without a city.</summary>
    public static void MapRoads(this IEndpointRouteBuilder endpoints)
    {
        byte[]? written = null;
        endpoints.MapGet("/api/map/roads", (IServiceProvider services) =>
        {
            written ??= Encoding.UTF8.GetBytes(
                services.GetService<City>() is { } city ? CityGeoJson.Write(city) : """{"type":"FeatureCollection","features":[]}""");
            return Results.Bytes(written, "application/geo+json");
        }).Allow(Roles.SignedIn);
        // Asked by POST: an address with a patient's place in it would stand in logs and histories.
        endpoints.MapPost("/api/route", (RouteQuestion question, Routes routes) => Problems.Answer(routes.Find(question)))
            .Allow(Roles.Dispatcher, Roles.Paramedic).Costly();
    }
}
