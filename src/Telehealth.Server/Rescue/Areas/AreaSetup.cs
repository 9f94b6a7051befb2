using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Rescue.Areas;

internal static class AreaSetup
{
    public static IServiceCollection AddAreas(this IServiceCollection services)
    {
        services.AddSingleton(ServiceAreas.Load);
        services.AddLiveFeed<UnitHomes>();
        services.AddHostedService(provider => provider.GetRequiredService<UnitHomes>());
        return services;
    }

    public static void MapAreas(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/areas", (ServiceAreas areas) => Results.Bytes(areas.GeoJson, "application/geo+json"))
            .Allow(Roles.Dispatcher, Roles.Paramedic, Roles.Admin);
}
