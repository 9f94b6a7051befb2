using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Configuration;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Sql;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.Access;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Hubs;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Live;

/// <summary>
/// The whole server over a database of its own on a loopback port, with the demo's people, vehicles and city and nothing simulated.
/// Its clock is the system's, moved forward by tests. One for all tests of <see cref="LiveServer"/>, which run one after another.
/// </summary>
public sealed class ServerHost : IAsyncLifetime
{
    private TestDatabase? _database;
    private WebApplication? _app;

    internal ShiftedTime Time { get; } = new();

    /// <summary>On top of what every test server has.</summary>
    internal IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    internal Uri Address => new(App.Urls.First());

    internal TenantId Tenant => Get<Tenants>().Default;

    private WebApplication App => _app ?? throw new InvalidOperationException("The server has not been started yet.");

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create("server", JarDatabase.Migrate);
        _app = await Start(_database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await Stop(App);
        await _database!.DisposeAsync();
    }

    /// <summary>Another node over the same database.</summary>
    internal async Task<SecondNode> AddNode() => new(await Start(_database!.ConnectionString));

    internal T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>Signs a person in as a device and connects it to a hub.</summary>
    internal async Task<LiveClient> Connect(string hub, DemoPerson person) => await Connect(Address, hub, await TokenOf(person));

    /// <summary>Connects with a token to any node: all of them share the key ring.</summary>
    internal static Task<LiveClient> Connect(Uri address, string hub, string token) =>
        LiveClient.Start(HubClient.To(HubAddress(address, hub), token));

    internal async Task<string> TokenOf(DemoPerson person)
    {
        using var http = new HttpClient { BaseAddress = Address };
        return await HubClient.SignIn(http, person.Email, DemoPeople.Password);
    }

    /// <summary>Connects whoever signed in with this browser, such as a guest.</summary>
    internal Task<LiveClient> Connect(string hub, Browser browser) => LiveClient.Start(HubClient.To(
        HubAddress(Address, hub),
        new Dictionary<string, string> { ["Cookie"] = browser.CookieHeader, ["Origin"] = Address.GetLeftPart(UriPartial.Authority) }));

    /// <summary>Asks over HTTP as a device of this person.</summary>
    internal async Task<ApiClient> Api(DemoPerson person) => new(Address, await TokenOf(person));

    internal Task<LiveClient> Console() => Connect("dispatch", DemoPeople.Hana);

    /// <summary>Ends what earlier tests left open, as if all of it had been cleared up by the people concerned.</summary>
    internal async Task Clear()
    {
        foreach (var emergency in await Ids("select emergency_id from emergencies.emergency where tenant = $1 and ended_at is null"))
            await Run<EmergencyCommand, Emergency, EmergencyEvent>(
                emergency, new EmergencyCommand.CancelEmergency(Patient: null, "The test is over."));
        foreach (var unit in await Ids("select unit_id from units.unit_on_shift where tenant = $1"))
            await Run<UnitCommand, Unit, UnitEvent>(unit, new UnitCommand.EndShift());
        foreach (var (consult, phase, patient, clinician) in await OpenConsults())
        {
            await Run<ConsultCommand, Consult, ConsultEvent>(
                consult,
                phase == "waiting"
                    ? new ConsultCommand.CancelConsult(new PersonId(patient))
                    : new ConsultCommand.EndConsult(new PersonId(clinician ?? default)));
        }

        await Eventually.True(() => Get<UnitPositions>().All(Tenant).Count == 0, "units off shift leave the map");
    }

    /// <summary>Runs a command as the server itself would.</summary>
    internal Task<Execution> Run<TCommand, TState, TEvent>(Guid stream, TCommand command, TenantId? tenant = null)
        where TCommand : notnull
        where TState : notnull
        where TEvent : notnull =>
        Get<EntityRouter>().Execute(
            Get<EntityType<TCommand, TState, TEvent>>(), stream, command,
            CommandContext.OfServer(tenant ?? Tenant), CancellationToken.None);

    internal Task<IReadOnlyList<T>> Rows<T>(string sql, Func<NpgsqlDataReader, T> read, params object?[] values) =>
        Get<NpgsqlDataSource>().Query(sql, read, CancellationToken.None, values);

    internal static async Task Stop(WebApplication app)
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task<WebApplication> Start(string connectionString)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Test" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Postgres:ConnectionString"] = connectionString,
            ["Demo:Enabled"] = "true",
            ["Demo:CityLife"] = "false",
            ["Media:Port"] = "0",
            ["Access:PasswordIterations"] = "1000",
            ["Access:SignInsPerMinute"] = "100000",
            ["Access:StrangeSignInsPerMinute"] = "100000",
            ["Access:DeviceAccess"] = "2.00:00:00",
            ["Access:HubCallsPerSecond"] = "100000",
            ["Access:HubCallBurst"] = "100000",
            ["Access:PersonCallsPerSecond"] = "100000",
            ["Access:GuestCallsPerSecond"] = "100000",
            ["Access:CostlyPerSecond"] = "10000",
            ["Access:HubConnectionsPerSession"] = "1000",
            ["Access:HubConnectionsPerPerson"] = "1000",
            ["ConnectionTests:PerMinute"] = "100000",
            ["ConnectionTests:AtOncePerNetwork"] = "20",
            ["Photos:AtOncePerPerson"] = "60",
            ["Dispatching:SearchTick"] = "00:00:00.200",
            ["Dispatching:DeadlineTick"] = "00:00:00.100",
            // A machine that runs other things beside the tests dispatches late; only tests of that alarm want to hear of it.
            ["Dispatching:UnaskedFor"] = "00:02:00",
            ["Units:PositionTick"] = "00:00:00.200",
            ["Units:WriteEvery"] = "00:00:00.200",
        }).AddInMemoryCollection(Settings);
        builder.Services.AddSingleton<TimeProvider>(Time);
        // Tests let hours pass in a moment: a node that joins then has not been at it for hours.
        builder.Services.PostConfigure<ClusterMembershipOptions>(options => options.MaxJoinAttemptTime = TimeSpan.FromDays(30));
        var app = Program.Build(builder);
        await app.StartAsync();
        return app;
    }

    private static Uri HubAddress(Uri address, string hub) => new($"ws://{address.Authority}/hub/{hub}");

    private Task<IReadOnlyList<Guid>> Ids(string sql) => Rows(sql, row => row.GetGuid(0), Tenant.Value);

    private Task<IReadOnlyList<(Guid Consult, string Phase, Guid Patient, Guid? Clinician)>> OpenConsults() => Rows(
        "select consult_id, phase, patient_id, clinician_id from consults.consult where tenant = $1 and phase in ('waiting', 'inProgress')",
        row => (row.GetGuid(0), row.GetString(1), row.GetGuid(2), row.GuidOrNull("clinician_id")),
        Tenant.Value);

    internal sealed class SecondNode(WebApplication app) : IAsyncDisposable
    {
        public Uri Address { get; } = new(app.Urls.First());

        public T Get<T>()
            where T : notnull => app.Services.GetRequiredService<T>();

        public async ValueTask DisposeAsync() => await Stop(app);
    }
}

[CollectionDefinition(nameof(LiveServer))]
public sealed class LiveServer : ICollectionFixture<ServerHost>;

/// <summary>A test on the shared server: it begins with nothing open and nobody on shift.</summary>
[Collection(nameof(LiveServer))]
public abstract class LiveTest(ServerHost host) : IAsyncLifetime
{
    private protected ServerHost Host { get; } = host;

    public ValueTask InitializeAsync() => new(Host.Clear());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
