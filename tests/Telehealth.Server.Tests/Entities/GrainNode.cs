using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Runtime;
using Orleans.Serialization;
using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Tests.EventStore;

namespace Telehealth.Server.Tests.Entities;

/// <summary>A node with the log, a silo and jars as grains; several over one database are one cluster.</summary>
internal sealed class GrainNode : IAsyncDisposable
{
    private readonly IHost _host;

    private GrainNode(IHost host) => _host = host;

    public JarEntity Jars => Get<JarEntity>();

    public EntityLog Log => Get<EntityLog>();

    public static async Task<GrainNode> Start(string connectionString, params (string Name, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder();
        builder.Logging.ClearProviders();
        foreach (var (name, value) in settings)
            builder.Configuration[name] = value;
        builder.Services.AddDatabase(_ => connectionString);
        builder.Services.AddEventStore(builder.Configuration);
        builder.Services.AddSilo(builder.Configuration);
        builder.Services.AddEntities(builder.Configuration);
        builder.Services.AddEntity(Jar.Decider, Jar.Catalogue()).AddSingleton<JarEntity>();
        builder.Services.AddInlineReadModel<JarReadModel>();
        builder.Services.AddConstraintRule("shelf_holds_one_jar", JarReadModel.ShelfTaken);
        builder.Services.Configure<JsonCodecOptions>(json =>
        {
            var isOfDomain = json.IsSerializableType;
            json.IsSerializableType = type => IsOfJar(type) || isOfDomain?.Invoke(type) == true ? true : null;
            var isCopied = json.IsCopyableType;
            json.IsCopyableType = type => IsOfJar(type) || isCopied?.Invoke(type) == true ? true : null;
        });
        var host = builder.Build();
        await host.StartAsync();
        return new GrainNode(host);
    }

    /// <summary>Two nodes that know each other.</summary>
    public static async Task<(GrainNode One, GrainNode Two)> StartTwo(
        string connectionString, params (string Name, string Value)[] settings)
    {
        var one = await Start(connectionString, settings);
        var two = await Start(connectionString, settings);
        await Eventually.True(
            () => new[] { one, two }.All(node => node.Get<IClusterMembershipService>().CurrentSnapshot.Members.Values
                .Count(member => member.Status == SiloStatus.Active) == 2),
            "the nodes know each other");
        return (one, two);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public Task<Execution> Execute(Guid jar, Jar.Command command, Guid? id = null) =>
        Jars.Execute(Context(id), jar, command, CancellationToken.None);

    /// <summary>As another node would that does not ask the grain.</summary>
    public async Task<Execution> ExecutePastTheGrain(Guid jar, Jar.Command command, Guid? id = null) =>
        (await Log.Execute(Jar.Type, jar, command, Context(id), known: null, CancellationToken.None)).Answer;

    public bool Has(Guid jar) => Get<ActiveEntities>().Has(new EntityKey(StoreNode.Tenant, "jar", jar));

    public async Task<int> GramsOf(Guid jar) => (await Jars.Load(StoreNode.Tenant, jar, CancellationToken.None)).State.Grams;

    /// <summary>Whoever appends on any node waits until this is disposed.</summary>
    public async Task<IAsyncDisposable> HoldTheLog()
    {
        var connection = await Get<NpgsqlDataSource>().OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await new NpgsqlCommand($"select pg_advisory_xact_lock({AppendStatement.OrderLock})", connection).ExecuteNonQueryAsync();
        return new Held(connection, transaction);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private static CommandContext Context(Guid? id) => new(StoreNode.Tenant, new CommandId(id ?? Guid.NewGuid()), StoreNode.Cook);

    private static bool IsOfJar(Type type) => type.FullName?.StartsWith(typeof(Jar).FullName!, StringComparison.Ordinal) == true;

    private sealed class Held(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
