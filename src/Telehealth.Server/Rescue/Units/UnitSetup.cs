using Telehealth.Dispatch.Units;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Telemetry;

namespace Telehealth.Server.Rescue.Units;

internal static class UnitSetup
{
    private static readonly Rejection VehicleTaken = Rejection.NotNow(
        "unit.vehicle_taken", "Another crew has this vehicle. Choose another one.");
    private static readonly Rejection AlreadyOnShift = Rejection.NotNow("unit.already_on_shift", "You are already on shift.");

    public static IServiceCollection AddUnits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<UnitOptions>().Bind(configuration.GetSection("Units")).ValidateDataAnnotations()
            .Validate(
                options => options.Vehicles.All(vehicle => ConfiguredVehicles.Parse(vehicle) is not null),
                "Each of Units:Vehicles is a call sign of at most 20 characters, alone or with skills, such as 'A11: Basic, Advanced'.")
            .Validate(options => options.JobsReadableAfterShift >= TimeSpan.Zero, "Units:JobsReadableAfterShift is not below zero.")
            .Validate(
                options => options.AnnounceEvery > TimeSpan.Zero && options.LearnEvery > TimeSpan.Zero,
                "Units:AnnounceEvery and Units:LearnEvery are above zero.")
            .ValidateOnStart();
        services.AddEntity(UnitRules.Decider, UnitEntity.Events).AddSingleton<UnitEntity>();
        services.AddInlineReadModel<UnitReadModel>();
        services.AddInlineReadModel<UnitActivityReadModel>();
        services.AddConstraintRule("one_crew_per_vehicle", VehicleTaken);
        services.AddConstraintRule("one_shift_per_person", AlreadyOnShift);
        services.AddSingleton<VehicleTable>();
        services.AddHostedService<ConfiguredVehicles>();
        services.AddSingleton<UnitQueries>();
        services.AddSingleton<UnitPositions>();
        services.AddLiveFeed<UnitAvailabilityFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<UnitAvailabilityFeed>());
        services.AddSingleton<UnitFixExchange>();
        services.AddHostedService(provider => provider.GetRequiredService<UnitFixExchange>());
        services.AddSingleton<UnitFixTable>();
        services.AddHostedService<UnitPositionLoop>();
        services.AddSingleton<ConnectedCrews>();
        services.AddHostedService<UnitHearing>();
        services.AddHostedService<UnitMetrics>();
        services.AddSingleton(new RowCount(
            "Telehealth.Units", "telehealth.units.on_shift", "{unit}", "Units on shift, by what they do: free, paused or on a job.",
            "state", ["free", "paused", "job"],
            """
            select case when a.status is not null then 'job' when u.paused_reason is not null then 'paused' else 'free' end as label,
                count(*) as count
            from units.unit_on_shift s join units.unit u using (tenant, unit_id) left join units.unit_activity a using (tenant, unit_id)
            group by 1
            """));
        return services;
    }

    public static void MapUnits(this IEndpointRouteBuilder endpoints) =>
        endpoints
            .MapGet(
                "/api/units/{unit:guid}/fixes",
                (Guid unit, HttpContext context, UnitPositions positions, TimeProvider time) =>
                    CountsOf(new UnitKey(Caller.Of(context.User).Tenant, new UnitId(unit)), positions, time.GetUtcNow()))
            .Allow(Roles.Dispatcher, Roles.Admin);

    private static UnitFixCounts CountsOf(UnitKey unit, UnitPositions positions, DateTimeOffset now)
    {
        var counts = positions.CountsOf(unit);
        return new UnitFixCounts(
            unit.Unit.Value, positions.Last(unit) is { } fix ? (int)Math.Max(0, (now - fix.At).TotalSeconds) : null, counts.Believed,
            [
                .. counts
                    .Refused.Select(refused => new RefusedFixes(refused.Key.Code(), refused.Value))
                    .OrderBy(refused => refused.Code, StringComparer.Ordinal),
            ]);
    }
}
