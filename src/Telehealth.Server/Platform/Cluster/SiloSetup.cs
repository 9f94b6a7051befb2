using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// The silo of this server: there is one in each, also when it is alone, so that there is one way for one node and for many. Nodes find
/// each other by the database, so nothing else must run.
/// </summary>
internal static class SiloSetup
{
    private const int MissedProbes = 3;
    private const int LowestPort = 20_000;
    private const int Ports = 12_000;
    private const int MostPortsTried = 100;
    private static readonly TimeSpan LookAtMembersEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopGrainsWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepIdleGrains = TimeSpan.FromMinutes(5);

    /// <summary>
    /// After the database, the migrations and the log's writer; before whatever follows the log: a grain may be asked at once, and until
    /// the last of those has stopped.
    /// </summary>
    public static IServiceCollection AddSilo(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SiloOptions>()
            .Bind(configuration.GetSection(SiloOptions.Section))
            .Validate(options => options.SiloPort is >= 0 and <= 65_535, "Cluster:SiloPort is a port, or 0 for any that is free.")
            .Validate(options => options.Probe > TimeSpan.Zero, "Cluster:Probe is above zero.")
            .Validate(options => options.DrainFor >= TimeSpan.Zero, "Cluster:DrainFor is a time.")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<SiloOptions>, SiloOptionsCheck>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SiloCertificates>();
        services.AddHostedService(provider => provider.GetRequiredService<SiloCertificates>());
        services.AddSingleton<SiloDatabase>();
        services.AddHostedService<SiloEntry>();
        services.AddSingleton<Eviction>();
        services.AddSingleton<IFatalErrorHandler>(provider => provider.GetRequiredService<Eviction>());
        services.AddOrleans(silo =>
        {
            silo.UseAdoNetClustering((OptionsBuilder<AdoNetClusteringSiloOptions> clustering) =>
                clustering.Configure<SiloDatabase>((options, database) =>
                {
                    options.Invariant = "Npgsql";
                    options.DataSource = database.Source;
                }));
            silo.AddGrainStorage();
            // The other one may hold a grain twice while nodes come and go, and forgets most of them with one node.
#pragma warning disable ORLEANSEXP003
            silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
            // Whoever asks first has the grain beside it.
            silo.Services.AddSingleton<PlacementStrategy, PreferLocalPlacement>();
            silo.Services.AddPlacementDirector<OnNode, OnNodeDirector>();
            silo.Services.AddPlacementDirector<PreferLocalPlacement, OpenNodeDirector>();
            silo.Services.AddPlacementDirector<RandomPlacement, OpenNodeDirector>();
        }).ConfigureSilo();
        services.AddSingleton<SiloBus>();
        services.AddSingleton<IClusterBus>(provider => provider.GetRequiredService<SiloBus>());
        services.AddHostedService(provider => provider.GetRequiredService<SiloBus>());
        services.AddSingleton<ClusterNodes>();
        services.AddHostedService<ClusterMetrics>();
        services.AddDrain(configuration);
        services.AddHealthChecks().AddCheck<SiloHealth>("silo", tags: ["ready"])
            .AddCheck<SiloCertificates>("silo-certificate", tags: ["ready"]);
        return services;
    }

    private static void AddDrain(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DrainOptions>()
            .Bind(configuration.GetSection(DrainOptions.Section))
            .Validate(
                options => options.Notice >= TimeSpan.Zero && options.MoveOver >= TimeSpan.Zero && options.LeaveWithin > TimeSpan.Zero,
                "Drain:Notice and Drain:MoveOver are times, Drain:LeaveWithin is above zero.")
            .Validate(
                options => options.MoveTo is null || Uri.TryCreate(options.MoveTo, UriKind.Absolute, out _),
                "Drain:MoveTo is an address such as https://care.example.org.")
            .ValidateOnStart();
        services.TryAddSingleton<Drain>();
        services.AddSingleton<EndingNodes>().AddSingleton<FullNodes>();
        services.AddHostedService(provider => provider.GetRequiredService<EndingNodes>());
        services.AddHostedService(provider => provider.GetRequiredService<FullNodes>());
        services.AddSingleton<DrainedStop>();
        // The framework's own stops at the first signal, and with that ends every connection.
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime>(provider => provider.GetRequiredService<DrainedStop>()));
    }

    private static IServiceCollection ConfigureSilo(this IServiceCollection services)
    {
        services.AddOptions<ClusterOptions>().Configure<IOptions<SiloOptions>, DatabaseAddress>((options, silo, database) =>
        {
            options.ClusterId = silo.Value.Id ?? NameFor(database.ConnectionString);
            options.ServiceId = "telehealth";
        });
        services.AddOptions<EndpointOptions>().Configure<IOptions<SiloOptions>>((options, silo) =>
        {
            options.AdvertisedIPAddress = IPAddress.Parse(silo.Value.SiloAddress);
            options.SiloPort = silo.Value.SiloPort > 0 ? silo.Value.SiloPort : FreePort(options.AdvertisedIPAddress);
            // Nobody asks from outside of a server.
            options.GatewayPort = 0;
            options.SiloListeningEndpoint = new IPEndPoint(options.AdvertisedIPAddress, options.SiloPort);
        });
        services.AddOptions<SiloConnectionOptions>()
            .Configure<SiloCertificates>((connections, certificates) => certificates.Secure(connections));
        services.AddOptions<ClusterMembershipOptions>().Configure<IOptions<SiloOptions>>((options, silo) =>
        {
            options.ProbeTimeout = silo.Value.Probe;
            options.MaxProbeTimeout = silo.Value.Probe;
            options.MinProbeTimeout = silo.Value.Probe / 2;
            options.NumMissedProbesLimit = MissedProbes;
            options.TableRefreshTimeout = LookAtMembersEvery;
            options.IAmAliveTablePublishTimeout = LookAtMembersEvery;
        });
        // The log refuses whoever still believes to own what another has taken over, so nobody need wait until that is certain.
        services.Configure<GrainDirectoryOptions>(options => options.RangeLeaseDuration = TimeSpan.Zero);
        services.Configure<SiloMessagingOptions>(options =>
        {
            options.ResponseTimeout = AnswerWithin;
            options.SystemResponseTimeout = AnswerWithin;
        });
        services.Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionAge = KeepIdleGrains;
            options.DeactivationTimeout = StopGrainsWithin;
        });
        return services.Configure<LoggerFilterOptions>(logs =>
        {
            logs.AddFilter("Orleans", LogLevel.Warning);
            // It warns of the garbage collector that we chose (ADR 19), twice at each start.
            logs.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
            // At the start it may take the machine's uptime for a time that a thread has hung.
            logs.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
            // Two lines for each grain that is placed.
            logs.AddFilter("Polly", LogLevel.Warning);
        });
    }

    /// <summary>
    /// Every node must come to the same name, and the servers of two databases to different ones. A database behind a socket file is of
    /// this machine, so the file belongs to the name; a host may be called otherwise by each node.
    /// </summary>
    internal static string NameFor(string connectionString)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString);
        var place = database.Host is ['/', ..] ? database.Host : string.Empty;
        return $"telehealth-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{place}|{database.Database}")))[..16]}";
    }

    /// <summary>Below those that the system gives to connections: until the silo listens, one of them could take it.</summary>
    private static int FreePort(IPAddress address)
    {
        for (var tries = 0; tries < MostPortsTried; tries++)
        {
            try
            {
                using var listener = new TcpListener(address, Random.Shared.Next(LowestPort, LowestPort + Ports));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }
        throw new InvalidOperationException("No port is free for the silo. Name one in Cluster:SiloPort.");
    }
}
