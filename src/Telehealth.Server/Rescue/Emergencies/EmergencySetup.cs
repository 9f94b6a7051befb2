using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Emergencies;

internal static class EmergencySetup
{
    public static IServiceCollection AddEmergencies(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddEntity(EmergencyRules.Decider, EmergencyEntity.Events).AddSingleton<EmergencyEntity>();
        services.AddInlineReadModel<EmergencyReadModel>();
        services.AddConstraintRule("one_open_emergency_per_patient", EmergencyRejections.AlreadyOpen);
        services.AddConstraintRule("one_live_assignment_per_unit", EmergencyRejections.UnitTaken);
        services.AddConstraintRule("one_reservation_per_unit", EmergencyRejections.UnitReserved);
        services.AddConstraintRule("unit_must_be_on_shift", EmergencyRejections.UnitBoundOrOffShift);
        services.AddSingleton<ServerCommands>();
        services.AddStrangerHelp(configuration).AddSingleton<StrangerCalls>();
        services.AddSingleton<HelpQueries>();
        services.AddSingleton<AttendanceReader>();
        services.AddHostedService<AttendanceFeed>();
        services.AddLiveFeed<HelpFeed>();
        services.AddSingleton<IUnitMovementFeed>(provider => provider.GetRequiredService<HelpFeed>());
        services.AddHostedService(provider => provider.GetRequiredService<HelpFeed>());
        return services;
    }

    public static void MapEmergencies(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGatedHub<EmergencyHub>("/hub/emergency", Roles.Patient, Roles.Dispatcher);
        endpoints.MapStrangerHelp();
    }
}
