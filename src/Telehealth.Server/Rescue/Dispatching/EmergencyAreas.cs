using Npgsql;
using Telehealth.Dispatch.Areas;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Areas;

namespace Telehealth.Server.Rescue.Dispatching;

/// <param name="Code">Of the service area that the place lies in; null when none does.</param>
/// <param name="Desk">The desk that sees it; null when every desk does.</param>
[HttpContract]
internal sealed record EmergencyArea(string? Code, string? Name, string? Desk);

/// <summary>Whose area an emergency lies in.</summary>
internal static class EmergencyAreas
{
    public static void MapEmergencyAreas(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/emergencies/{id:guid}/area", AreaOf).Allow(Roles.Dispatcher);

    private static async Task<IResult> AreaOf(
        Guid id, HttpContext context, ServiceAreas areas, NpgsqlDataSource database, CancellationToken cancellation)
    {
        var places = await database.Query(
            "select latitude, longitude from emergencies.emergency where tenant = $1 and emergency_id = $2",
            row => row.NumberOrNull("latitude") is { } latitude ? GeoPoint.Of(latitude, row.Number("longitude")) : (GeoPoint?)null,
            cancellation, Caller.Of(context.User).Tenant.Value, id);
        if (places is not [var known])
            return Problems.Of(EmergencyRejections.NotFound);
        // Without a place it is everybody's.
        if (known is not { } place)
            return Results.Ok(new EmergencyArea(null, null, null));
        var area = areas.Map.ServiceAreaOf(place);
        return Results.Ok(new EmergencyArea(area?.Code, area?.Name, AreaRules.DeskOf(areas.Map, place)));
    }
}
