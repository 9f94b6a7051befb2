using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>A server that has just started goes the way of an emergency before it is ready, and nobody ever hears of that one.</summary>
[Collection(nameof(LiveServer))]
public sealed class RehearsalTests(ServerHost host) : LiveTest(host)
{
    private static readonly HealthCheckContext Asked = new();

    [Fact]
    public async Task A_server_is_not_ready_before_it_has_gone_the_way_of_an_emergency_once()
    {
        using var rehearsal = ActivatorUtilities.CreateInstance<Rehearsal>(Host.Get<IServiceProvider>());
        Assert.Equal(HealthStatus.Unhealthy, (await rehearsal.CheckHealthAsync(Asked)).Status);

        await rehearsal.StartAsync(CancellationToken.None);
        await rehearsal.ExecuteTask!;

        Assert.Equal(HealthStatus.Healthy, (await rehearsal.CheckHealthAsync(Asked)).Status);
        using var http = new HttpClient { BaseAddress = Host.Address };
        await Eventually.True(async () => (await http.GetAsync("/health/ready")).IsSuccessStatusCode, "the server becomes ready");
    }

    [Fact]
    public async Task What_is_rehearsed_is_stored_nowhere_and_shown_to_nobody()
    {
        var before = await Tenants();
        using var rehearsal = ActivatorUtilities.CreateInstance<Rehearsal>(Host.Get<IServiceProvider>());
        await rehearsal.StartAsync(CancellationToken.None);
        await rehearsal.ExecuteTask!;

        Assert.Equal(HealthStatus.Healthy, (await rehearsal.CheckHealthAsync(Asked)).Status);
        Assert.Equal(before, await Tenants());
        Assert.Empty(
            await Host.Rows(
                "select emergency_id from emergencies.emergency where tenant = $1 and ended_at is null", row => row.GetGuid(0),
                Host.Tenant.Value));
    }

    /// <summary>Of everything that is stored; other tests leave some of their own.</summary>
    private Task<IReadOnlyList<Guid>> Tenants() => Host.Rows(
        """
        select tenant from event_store.event union select tenant from event_store.command union select tenant from emergencies.emergency
        order by 1
        """,
        row => row.GetGuid(0));
}
