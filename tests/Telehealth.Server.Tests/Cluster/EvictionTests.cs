using Microsoft.Extensions.Hosting;
using Orleans.Runtime;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Cluster;

/// <summary>A node that the others have put out, though it lives: a machine that stood still for seconds, a network that was cut.</summary>
public sealed class EvictionTests : IAsyncLifetime
{
    private TestDatabase? _database;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.Create("server", JarDatabase.Migrate);

    public async ValueTask DisposeAsync() => await _database!.DisposeAsync();

    [Fact]
    public async Task It_is_not_ready_runs_on_for_the_stated_time_and_ends_with_a_code_that_has_it_started_anew()
    {
        await using var other = await SiloNode.Start(_database!.ConnectionString);
        await using var evicted = await SiloNode.Start(_database.ConnectionString, ("Cluster:DrainFor", "00:00:02"));
        Assert.Empty(await evicted.Troubles());
        var lifetime = evicted.Get<IHostApplicationLifetime>();

        Assert.True(await other.Get<IClusterMembershipService>().TryKill(evicted.Address));

        await Eventually.True(async () => (await evicted.Troubles()).Count > 0, "not ready any more");
        Assert.False(lifetime.ApplicationStopping.IsCancellationRequested);
        Assert.Equal(Eviction.EvictedCode, evicted.Get<Eviction>().ExitCode);
        await Eventually.True(() => lifetime.ApplicationStopping.IsCancellationRequested, "it ends");
        Assert.Empty(await other.Troubles());
        Assert.Equal(0, other.Get<Eviction>().ExitCode);
    }

    [Fact]
    public async Task A_node_that_is_stopped_in_between_does_not_wait_for_the_rest_of_the_time()
    {
        await using var other = await SiloNode.Start(_database!.ConnectionString);
        var evicted = await SiloNode.Start(_database.ConnectionString, ("Cluster:DrainFor", "01:00:00"));
        await other.Get<IClusterMembershipService>().TryKill(evicted.Address);
        await Eventually.True(() => evicted.Get<Eviction>().HasHappened, "evicted");

        await evicted.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2));
    }
}
