using Telehealth.Domain.Emergencies;
using Telehealth.Server.Access;
using Telehealth.Server.EventStore;
using Telehealth.Server.Units;

namespace Telehealth.Server.Emergencies;

internal static class EmergencySetup
{
    public static IServiceCollection AddEmergencies(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddEntity(EmergencyRules.Decider, EmergencyEntity.Events);
        services.AddInlineReadModel<EmergencyReadModel>();
        services.AddConstraintRule(
            "one_open_emergency_per_patient",
            Rejection.NotNow("emergency.already_open", "You have already asked for help, and it is being seen to. Improve its location or cancel it."));
        services.AddConstraintRule(
            "one_live_assignment_per_unit", Rejection.NotNow("unit.taken", "This unit has just been given another job. Choose another one."));
        services.AddConstraintRule(
            "one_reservation_per_unit", Rejection.NotNow("unit.reserved", "Another job is kept for this unit already. Release that one first."));
        services.AddConstraintRule("unit_must_be_on_shift", Rejection.NotNow("unit.bound_or_off_shift", "This unit is not on shift, or is bound by a job."));
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
