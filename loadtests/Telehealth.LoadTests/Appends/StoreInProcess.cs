using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.LoadTests.Appends;

/// <summary>
/// The server's hosting, event store and silo in this process, on an embedded PostgreSQL of its own with the server's settings: the handle of
/// consults and their read model as the server registers them, and nothing that listens or reads along.
/// </summary>
internal sealed class StoreInProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly IHost _host;

    private StoreInProcess(DirectoryInfo folder, IHost host)
    {
        _folder = folder;
        _host = host;
    }

    public ConsultEntity Consults => _host.Services.GetRequiredService<ConsultEntity>();

    public NpgsqlDataSource Database => _host.Services.GetRequiredService<NpgsqlDataSource>();

    public int DatabaseProcess => _host.Services.GetRequiredService<EmbeddedPostgres>().Pid;

    /// <summary>Of the database.</summary>
    public string Folder => _host.Services.GetRequiredService<PostgresPlace>().Folder;

    /// <summary>Where the database's socket file is, and its password.</summary>
    public NpgsqlConnectionStringBuilder Place => new(_host.Services.GetRequiredService<PostgresPlace>().ConnectionString);

    public static async Task<StoreInProcess> Start(CancellationToken ct)
    {
        var folder = Nearest.Peer.NewFolder();
        var builder = new HostApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new("Postgres:DataFolder", Path.Combine(folder.FullName, "postgres"))]);
        builder.Logging.ClearProviders();
        builder.Services.AddHosting(builder.Configuration);
        builder.Services.AddEventStore(builder.Configuration);
        builder.Services.AddSilo(builder.Configuration);
        builder.Services.AddEntities(builder.Configuration);
        builder.Services.AddEntity(ConsultRules.Decider, ConsultEntity.Events).AddSingleton<ConsultEntity>();
        builder.Services.AddInlineReadModel<ConsultReadModel>();
        var host = builder.Build();
        await host.StartAsync(ct);
        return new StoreInProcess(folder, host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
