using Microsoft.Extensions.Options;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Live;
using Telehealth.Server.Platform.Telemetry;

namespace Telehealth.Server.Visits.Consults;

internal static class ConsultSetup
{
    public static readonly Rejection WaitsOnce = Rejection.NotNow("consult.already_waiting", "You are already waiting for a consult.");

    public static IServiceCollection AddConsults(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<ConsultOptions>()
            .Bind(configuration.GetSection("Consults"))
            .Validate(
                options => options.SeatKeptFor > TimeSpan.Zero && options.GuestLinkValidFor > TimeSpan.Zero
                    && options.RoomAnswersWithin > TimeSpan.Zero,
                "Times under Consults must be above zero.")
            .Validate(options => options.RoomsStayFor >= TimeSpan.Zero, "Consults:RoomsStayFor is a time.")
            .Validate(
                options =>
                    options.TurnSecret is not null || !options.IceServers.Any(url => url.StartsWith("turn", StringComparison.Ordinal)),
                "Consults:TurnSecret is needed when Consults:IceServers names a TURN server.")
            .ValidateOnStart();
        services.AddEntity(ConsultRules.Decider, ConsultEntity.Events).AddSingleton<ConsultEntity>();
        services.AddInlineReadModel<ConsultReadModel>();
        services.AddConstraintRule("one_waiting_consult_per_patient", WaitsOnce);
        services.AddSingleton<ConsultQueries>().AddSingleton<IGuestLinks, GuestEntry>();
        services.AddWideGroups<ConsultHub>(configuration);
        services.AddSingleton<SeatedPages>().AddSingleton<LostSeats>();
        services.AddHostedService(provider => provider.GetRequiredService<LostSeats>());
        services.AddSingleton<Rooms>().AddSingleton<RoomsHere>().AddSingleton<RoomHome>().AddSingleton<RoomEpochs>();
        services.AddSingleton<RoomVisits>().AddSingleton<RoomTakeovers>().AddHostedService<RoomWatch>();
        services.AddSingleton<IDrained, RoomsStay>().AddSingleton<IFillable, SeatsLeft>();
        services.AddSingleton<SeatTable>().AddSingleton<ConsultSeats>().AddSingleton<SeatTracks>();
        services.AddSingleton<ConsultAudience>().AddSingleton<MediaRoom>().AddSingleton<IceServerList>();
        services.AddSingleton<ConsultCommands>().AddSingleton<ChatCommands>().AddSingleton<SeatCommands>().AddSingleton<SeatRevocations>();
        services.AddSingleton<SeatsBySession>().AddSingleton<IHeldBySession>(provider => provider.GetRequiredService<SeatsBySession>());
        services.AddSingleton<QualitySamples>().AddSingleton<QualityTable>().AddSingleton<QualityCommands>();
        services.AddSingleton<ChatMarks>().AddSingleton<ChatMarkTable>();
        services.AddSingleton(provider => provider.GetRequiredService<ChatMarks>().Work);
        services.AddSingleton(provider => provider.GetRequiredService<QualityCommands>().Work);
        services.AddSingleton(provider => SeatSweep.Work(
            provider.GetRequiredService<ConsultSeats>(), provider.GetRequiredService<IOptions<ConsultOptions>>()));
        services.AddHostedService<ChatMarkClock>();
        services.AddLiveFeed<ConsultFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<ConsultFeed>());
        services.AddHostedService<ConsultRooms>();
        services.AddHostedService<SeatSweep>();
        services.AddSingleton<WatchingClinicians>();
        services.AddHostedService<WaitingRoomClock>();
        services.AddHostedService<PatientPresenceFeed>();
        services.AddHostedService<QualityWatch>();
        services.AddSingleton<ConsultMetrics>();
        services.AddSingleton(new RowCount(
            "Telehealth.Consults", "telehealth.consults.open", "{consult}", "Consults that are not over, by phase.", "phase",
            ["booked", "waiting", "inProgress"],
            """
            select phase as label, count(*) as count from consults.consult
            where phase in ('waiting', 'inProgress', 'booked') group by 1
            """));
        return services;
    }

    public static void MapConsults(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGatedHub<ConsultHub>("/hub/consult", Roles.Patient, Roles.Clinician, Roles.Guest);
}
