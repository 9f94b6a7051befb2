using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Live;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Dispatching;

internal static class DispatchSetup
{
    public static IServiceCollection AddDispatching(this IServiceCollection services, IConfiguration configuration)
    {
        AddDispatchOptions(services, configuration);
        services.AddSingleton(Roads.Load);
        services.AddSingleton<TravelSources>();
        // Not from the framework's factory, whose log would write where patients are.
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<OsrmTravel>(
                provider,
                new HttpClient(
                    new SocketsHttpHandler
                    {
                        AllowAutoRedirect = false,
                        UseCookies = false,
                        // A trace's id is a command's, and nobody's outside.
                        ActivityHeadersPropagator = null,
                        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                    })));
        services.AddSingleton<AssignedUnits>();
        services.AddSingleton(PostList.Load);
        services.AddHostedService<AreaCheck>();
        services.AddSingleton<UnitContext>();
        services.AddSingleton<UnitChooser>();
        services.AddSingleton<UnitSearch>();
        services.AddSingleton<RegionsHere>();
        services.AddSingleton<Regions>();
        services.AddSingleton<OverloadMonitor>();
        services.AddHostedService<ModeFeed>();
        services.AddSingleton<EmergencyRowQueries>();
        services.AddSingleton<BoardQueries>();
        services.AddSingleton<IncidentReader>();
        services.AddSingleton<IncidentExport>();
        services.AddSingleton<IncidentFinder>();
        services.AddSingleton<Routes>();
        services.AddSingleton<DispatchCommands>();
        services.AddSingleton<DispatchUnitCommands>();
        services.AddDurableSubscriber<Dispatcher>();
        services.AddSingleton<OfferWatch>();
        services.AddHostedService<DispatchClock>();
        services.AddHostedService<AttentionClock>();
        services.AddDispatchWork();
        services.AddHostedService<SilenceWatch>();
        services.AddSingleton<OpenConsoles>();
        services.AddSingleton<DispatchMetrics>();
        services.AddHostedService<ConsoleBeat>();
        services.AddSingleton<IConsoleAttendance, ConsoleAttendance>();
        services.AddSingleton<CallTaking>();
        services.AddHostedService<SearchRestarter>();
        services.AddHostedService<QueueWatch>();
        services.AddSingleton<DispatchWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<DispatchWatch>());
        services.AddSingleton<RehearsedEmergency>();
        services.AddSingleton<Rehearsal>();
        services.AddHostedService(provider => provider.GetRequiredService<Rehearsal>());
        services.AddHealthChecks().AddCheck<Rehearsal>("rehearsal", tags: ["ready"]);
        services.AddSingleton<ServiceState>();
        services.AddHostedService<ServiceFeed>();
        services.AddLiveFeed<BoardFeed>();
        services.AddSingleton<IUnitMovementFeed>(provider => provider.GetRequiredService<BoardFeed>());
        services.AddHostedService(provider => provider.GetRequiredService<BoardFeed>());
        services.AddConflation<DispatchHub, IReadOnlyList<UnitFix>>(nameof(IDispatchClient.UnitsMoved), BoardFeed.NewestOf);
        services.AddConflation<DispatchHub, IReadOnlyList<ServiceNotice>>(nameof(IDispatchClient.ServiceChanged), (_, newest) => newest);
        return services;
    }

    private static void AddDispatchOptions(IServiceCollection services, IConfiguration configuration) =>
        services.AddOptions<DispatchOptions>().Bind(configuration.GetSection("Dispatching"))
            .Validate(options => options.AnswerWithin > TimeSpan.Zero, "Dispatching:AnswerWithin must be above zero.")
            .Validate(
                options => options.WatchEvery > TimeSpan.Zero && options.UnaskedFor > TimeSpan.Zero,
                "Dispatching:WatchEvery and Dispatching:UnaskedFor are above zero.")
            .Validate(options => options.RegionAnswersWithin > TimeSpan.Zero, "Dispatching:RegionAnswersWithin must be above zero.")
            .Validate(options => options.SilentAfter > TimeSpan.Zero, "Dispatching:SilentAfter must be above zero.")
            .Validate(
                options => options.RoadNodesFile is null == options.RoadsFile is null,
                "Dispatching:RoadNodesFile and Dispatching:RoadsFile come together.")
            .Validate(
                options => options.TurnsFile is null || options.RoadsFile is not null,
                "Dispatching:TurnsFile comes with Dispatching:RoadsFile.")
            .Validate(
                options =>
                    options.Posts.All(post => post.ToPost() is not null)
                    && options.Posts.DistinctBy(post => post.Name).Count() == options.Posts.Count,
                "Each of Dispatching:Posts has a Name of its own of 1 to 100 characters, a Latitude and a Longitude in degrees.")
            .Validate(
                options =>
                    options.OsrmUrl is null or ""
                    || (Uri.TryCreate(options.OsrmUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"),
                "Dispatching:OsrmUrl must be an http or https address.")
            .ValidateOnStart();

    public static void MapDispatching(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapRoads();
        endpoints.MapIncidentExport();
        endpoints.MapIncidentSearch();
        endpoints.MapEmergencyAreas();
        endpoints.MapGatedHub<DispatchHub>("/hub/dispatch", Roles.Dispatcher);
    }
}
