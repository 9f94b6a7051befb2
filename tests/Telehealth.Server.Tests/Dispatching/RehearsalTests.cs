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
        using var rehearsal = ActivatorUtilities.CreateInstance<Rehearsal>(Host.Get<IServiceProvider>());
        await rehearsal.StartAsync(CancellationToken.None);
        await rehearsal.ExecuteTask!;

        var strangers = await Host.Rows(
            """
            select tenant from event_store.event where tenant <> $1 union all select tenant from event_store.command where tenant <> $1
            union all select tenant from emergencies.emergency where tenant <> $1 or phase = 'searching'
            """,
            row => row.GetGuid(0), Host.Tenant.Value);
        Assert.Empty(strangers);
    }
}
