using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Telemetry;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Emergencies;

internal static class EmergencySetup
{
    private static readonly string[] Priorities = [.. Enum.GetValues<Priority>().Select(priority => $"{(int)priority}")];

    private static RowCount OpenByPriority { get; } = new(
        "Telehealth.Emergencies", "telehealth.emergencies.open", "{emergency}", "Open emergencies, by priority.", "priority", Priorities,
        "select priority::text as label, count(*) as count from emergencies.emergency where ended_at is null group by 1");

    private static RowCount WithoutUnitByPriority { get; } = new(
        "Telehealth.Emergencies", "telehealth.emergencies.waiting", "{emergency}", "Open emergencies that lack a unit, by priority.",
        "priority", Priorities,
        """
        select priority::text as label, count(*) as count from emergencies.emergency
        where ended_at is null and missing > 0 group by 1
        """);

    private static RowCount OpenAlarms { get; } = new(
        "Telehealth.Emergencies", "telehealth.emergencies.alarms", "{alarm}", "Alarms that nobody has acknowledged, by kind.", "kind",
        [.. Enum.GetValues<AlarmKind>().Select(kind => kind.ToWire())],
        """
        select kind as label, count(*) as count from emergencies.alarm
        where acknowledged_at is null and cleared_at is null group by 1
        """);

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
        services.AddSingleton(OpenByPriority).AddSingleton(WithoutUnitByPriority).AddSingleton(OpenAlarms);
        return services;
    }

    public static void MapEmergencies(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGatedHub<EmergencyHub>("/hub/emergency", Roles.Patient, Roles.Dispatcher);
        endpoints.MapStrangerHelp();
    }
}
