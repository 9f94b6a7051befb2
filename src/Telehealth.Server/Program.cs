using Telehealth.Server.Demo;
using Telehealth.Server.Exchange.EventsOut;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Platform.Live;
using Telehealth.Server.Platform.People;
using Telehealth.Server.Platform.Telemetry;
using Telehealth.Server.Rescue.Areas;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Hospitals;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Rescue.Posts;
using Telehealth.Server.Rescue.ResponsePlans;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Visits.ConnectionTests;
using Telehealth.Server.Visits.Consults;
using Telehealth.Server.Visits.MediaLoop;

if (args is ["roads", ..])
    return RoadsCommand.Run(args[1..], Console.Out);
if (args is ["database", var file])
    return await DatabaseCommand.Run(file);

var app = Build(WebApplication.CreateBuilder(WithoutReloading(args)));
if (args is ["rebuild", ..])
    return await OrSayWhatToDo(RebuildCommand.Run(app.Services));

try
{
    // Whoever configured roads that cannot be read is told so in a sentence, before anything starts.
    app.Services.GetRequiredService<AreaRoads>();
}
catch (Exception unreadable) when (unreadable is InvalidDataException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(unreadable.Message);
    return 1;
}

var eviction = app.Services.GetRequiredService<Eviction>();
return await OrSayWhatToDo(app.RunAsync()) is var failed and not 0 ? failed : eviction.ExitCode;

internal sealed partial class Program
{
    /// <summary>A database that does not fit this server says in the last line what to do.</summary>
    private static async Task<int> OrSayWhatToDo(Task run)
    {
        try
        {
            await run;
            return 0;
        }
        catch (MigrationException unfit)
        {
            await Console.Error.WriteLineAsync(unfit.Message);
            return 1;
        }
    }

    /// <summary>
    /// Settings are read once, at the start. To see a file change, the framework would watch every folder below the one it was started in,
    /// and that is where the database writes all day.
    /// </summary>
    internal static string[] WithoutReloading(string[] args) => ["--hostBuilder:reloadConfigOnChange=false", .. args];

    /// <summary>The whole application, not started yet; tests give it settings and a clock of their own.</summary>
    internal static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Of every endpoint that does not declare more.
            kestrel.Limits.MaxRequestBodySize = AccessSetup.LargestRequest;
        });
        var (services, configuration) = (builder.Services, builder.Configuration);

        // Hosted services start in this order and stop in the reverse: the database first and last.
        services.AddHosting(configuration);
        services.AddTelemetry(configuration);
        services.AddEventStore(configuration);
        services.AddSilo(configuration);
        services.AddEntities(configuration);
        services.AddLogFollowers();
        services.AddAccess(configuration);
        services.AddPeople(configuration);
        services.AddWire();
        services.AddLive(configuration);
        services.AddMediaRelay(configuration);
        services.AddUnits(configuration);
        services.AddAreas();
        services.AddResponsePlans();
        services.AddEmergencies(configuration);
        services.AddDispatching(configuration);
        services.AddParamedics();
        services.AddHospitals(configuration);
        services.AddPosts();
        services.AddConsults(configuration);
        services.AddConnectionTests(configuration);
        services.AddEventsOut(configuration);
        services.AddDemo(configuration);

        var app = builder.Build();
        app.UseTelemetry();
        app.UseExceptionHandler();
        app.UseAccess();
        app.UsePages();
        var endpoints = app.MapGroup(string.Empty).NeedsWholeBody();
        endpoints.MapHosting();
        endpoints.MapAccess();
        endpoints.MapConsults();
        endpoints.MapConnectionTests();
        endpoints.MapAreas();
        endpoints.MapResponsePlans();
        endpoints.MapEmergencies();
        endpoints.MapDispatching();
        endpoints.MapHospitals();
        endpoints.MapPosts();
        endpoints.MapUnits();
        endpoints.MapParamedics();
        return app;
    }
}
