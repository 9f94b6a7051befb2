using Telehealth.Domain.Paramedics;
using Telehealth.Server.EventStore;

namespace Telehealth.Server.Units;

internal static class UnitSetup
{
    public static IServiceCollection AddUnits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<UnitOptions>().Bind(configuration.GetSection("Units")).ValidateDataAnnotations().ValidateOnStart();
        services.AddEntity(UnitRules.Decider, UnitEntity.Events);
        services.AddInlineReadModel<UnitReadModel>();
        services.AddConstraintRule("one_crew_per_vehicle", new Rejection("unit.vehicle_taken", "Another crew has this vehicle. Choose another one."));
        services.AddConstraintRule("one_shift_per_person", new Rejection("unit.already_on_shift", "You are already on shift."));
        services.AddSingleton<UnitQueries>();
        services.AddSingleton<UnitPositions>();
        services.AddLiveFeed<UnitAvailabilityFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<UnitAvailabilityFeed>());
        services.AddHostedService<UnitPositionLoop>();
        return services;
    }
}
