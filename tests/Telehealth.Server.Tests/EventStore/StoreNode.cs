using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Tests.Cluster;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.EventStore;

/// <summary>A database with the server's schema and the tables of the tests' jars.</summary>
public sealed class JarDatabase : IAsyncLifetime
{
    private TestDatabase? _database;

    public string ConnectionString => _database!.ConnectionString;

    public static async Task Migrate(string connectionString)
    {
        await using var dataSource = HostingSetup.CreateDataSource(connectionString, NullLoggerFactory.Instance);
        await new Migrations(dataSource, Migrations.BuiltIn, NullLogger<Migrations>.Instance).Run(CancellationToken.None);
    }

    public static async Task AddJars(string connectionString)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var command = dataSource.CreateCommand(JarReadModel.Schema);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask InitializeAsync() => _database = await TestDatabase.Create("jars", async connectionString =>
    {
        await Migrate(connectionString);
        await AddJars(connectionString);
    });

    public async ValueTask DisposeAsync() => await _database!.DisposeAsync();
}

/// <summary>A server node as far as the event store goes.</summary>
internal sealed class StoreNode : IAsyncDisposable
{
    public static readonly TenantId Tenant = new(Guid.Parse("11111111-1111-1111-1111-111111111111"));
    public static readonly Actor Cook = new(ActorKind.Paramedic, Guid.Parse("22222222-2222-2222-2222-222222222222"));

    private readonly IHost _host;

    private StoreNode(IHost host) => _host = host;

    public EntityLog Log => Get<EntityLog>();

    public static async Task<StoreNode> Start(string connectionString, Action<IServiceCollection>? configure = null)
    {
        var builder = new HostApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddDatabase(_ => connectionString);
        builder.Services.AddSingleton<IClusterBus, InProcessBus>();
        builder.Services.AddEventStore(builder.Configuration);
        builder.Services.AddLogFollowers();
        builder.Services.AddEntity(Jar.Decider, Jar.Catalogue());
        builder.Services.AddInlineReadModel<JarReadModel>();
        builder.Services.AddConstraintRule("shelf_holds_one_jar", JarReadModel.ShelfTaken);
        configure?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new StoreNode(host);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async Task<JarAnswer> Execute(Guid jar, Jar.Command command, Guid? id = null, Actor? actor = null)
    {
        var executed = await Log.Execute(
            Get<EntityType<Jar.Command, Jar.State, Jar.Happened>>(), jar, command,
            new CommandContext(Tenant, new CommandId(id ?? Guid.NewGuid()), actor ?? Cook), known: null, CancellationToken.None);
        return executed.Answer is Execution.Done done
            ? new JarAnswer.Done(executed.Entity.State, done.Version, done.Position, done.WasRepeated, done.Events)
            : new JarAnswer.Refused(executed.Answer.Refusal!);
    }

    public async Task<T> Scalar<T>(string sql, params object[] values)
    {
        await using var command = Get<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}

/// <summary>What became of a command to a jar, and what the jar was right after it.</summary>
internal abstract record JarAnswer
{
    internal sealed record Done(Jar.State State, long Version, long Position, bool WasRepeated, IReadOnlyList<object> Events) : JarAnswer;

    internal sealed record Refused(Rejection Rejection) : JarAnswer;
}

/// <summary>Waiting for what must come, with a deadline instead of a sleep.</summary>
internal static class Eventually
{
    public static async Task True(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"Not within 30 seconds: {what}");
            await Task.Delay(20);
        }
    }

    public static Task True(Func<bool> condition, string what) => True(() => Task.FromResult(condition()), what);
}
