using Npgsql;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>The silo's own connections: its providers name tables without their schema.</summary>
internal sealed class SiloDatabase(DatabaseAddress address, ILoggerFactory logs) : IAsyncDisposable
{
    private const int MostConnections = 4;

    public NpgsqlDataSource Source { get; } = HostingSetup.CreateDataSource(Settings(address).ConnectionString, logs, name: "silo");

    /// <summary>
    /// For <see cref="GrainStorage"/>, which may wait for these and keeps nobody from being a node. No write here waits for the disk.
    /// </summary>
    public NpgsqlDataSource GrainState { get; } = HostingSetup.CreateDataSource(WithoutDisk(address), logs, name: "grain-state");

    /// <summary>Before the database stops, which may be one that stops with this server.</summary>
    public void Clear()
    {
        Source.Clear();
        GrainState.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await GrainState.DisposeAsync();
    }

    private static string WithoutDisk(DatabaseAddress address)
    {
        var settings = Settings(address);
        settings.Options = $"{settings.Options} -c synchronous_commit=off".TrimStart();
        return settings.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder Settings(DatabaseAddress address) =>
        new(address.ConnectionString) { SearchPath = "orleans", MaxPoolSize = MostConnections };
}
