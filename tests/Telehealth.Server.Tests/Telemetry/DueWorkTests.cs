using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Telemetry;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Telemetry;

/// <summary>What the server does by itself, and does not: seen before somebody misses it.</summary>
public sealed class DueWorkTests : IAsyncLifetime
{
    private static readonly PlaceView Nowhere = new(null, null, null, LocationSource.NotYetKnown, null);

    private readonly ServerHost _host = new()
    {
        // The clocks of dispatching stand still.
        Settings = new Dictionary<string, string?>
        {
            ["Dispatching:SearchTick"] = "1.00:00:00",
            ["Dispatching:DeadlineTick"] = "1.00:00:00",
        },
    };

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task What_nobody_does_is_told_with_its_age_and_the_node_is_degraded_until_it_is_done()
    {
        await using var caller = await _host.Connect("emergency", DemoPeople.Ana);
        var raised = await caller.Ask<HelpView>(
            "Raise", new HelpRequest(Guid.NewGuid(), "chest-pain", [], string.Empty, Nowhere, CallbackNumber: null));
        Assert.Equal(HealthStatus.Healthy, (await Work()).Status);

        // A place is asked for after ten seconds.
        _host.Time.Advance(TimeSpan.FromSeconds(30));
        var soon = await _host.Get<IEnumerable<DueWork>>().Single(work => work.Name == "missing places").Look(CancellationToken.None);
        Assert.Equal(1, soon.Count);
        Assert.InRange((_host.Time.GetUtcNow() - soon.Since!.Value).TotalSeconds, 19, 25);
        Assert.Equal(HealthStatus.Healthy, (await Work()).Status);

        _host.Time.Advance(TimeSpan.FromSeconds(20));
        var behind = await Work();
        Assert.Equal(HealthStatus.Degraded, behind.Status);
        Assert.Contains("missing places: 1 due", behind.Description, StringComparison.Ordinal);

        await caller.Ask<HelpView>("ImproveLocation", new BetterLocation(Guid.NewGuid(), raised.Id, Help.ChestPain().Location));
        Assert.DoesNotContain("missing places", (await Work()).Description ?? string.Empty, StringComparison.Ordinal);
    }

    private async Task<HealthReportEntry> Work()
    {
        await _host.Get<DueWorks>().Look(CancellationToken.None);
        var report = await _host.Get<HealthCheckService>().CheckHealthAsync(check => check.Name == "work");
        return Assert.Single(report.Entries).Value;
    }
}
