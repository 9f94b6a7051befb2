using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Telemetry;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.MediaLoop;

namespace Telehealth.Server.Tests.Telemetry;

/// <summary>The probes on a server of its own, for these break it.</summary>
public sealed class ProbeTests : IAsyncLifetime
{
    private readonly ServerHost _host = new()
    {
        Settings = new Dictionary<string, string?>
        {
            ["EventStore:AnswerWithin"] = "00:00:01",
            ["Telemetry:MetricsUrl"] = "http://127.0.0.1:0",
        },
    };

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_writer_that_does_not_get_on_takes_the_node_out_and_the_process_is_left_alive()
    {
        await using var caller = await _host.Connect("emergency", DemoPeople.Ana);
        var request = Help.ChestPain();
        await Eventually.True(async () => (await Ask("ready")).Status == HttpStatusCode.OK, "ready");
        await using (await TableLock.On(_host, "event_store.event", "share"))
        {
            Assert.Equal("store.unavailable", await caller.Refused("Raise", request));

            await Eventually.True(async () => await Ask("ready") is { Status: HttpStatusCode.ServiceUnavailable, Text: var text }
                && text.Contains("writer: ", StringComparison.Ordinal), "not ready, for the writer");
            Assert.Equal(HttpStatusCode.OK, (await Ask("live")).Status);
        }

        await Eventually.True(async () => (await Ask("ready")).Status == HttpStatusCode.OK, "ready again");
        await caller.Ask<HelpView>("Raise", request);
    }

    [Fact]
    public async Task A_relay_that_stands_still_is_said_and_emergencies_are_taken_all_the_same()
    {
        await _host.Get<RelayLoops>().StopAsync(CancellationToken.None);

        await Eventually.True(async () => await Ask("ready") is { Status: HttpStatusCode.OK, Text: var text }
            && text.StartsWith("Degraded", StringComparison.Ordinal)
            && text.Contains("media: ", StringComparison.Ordinal), "ready, and says what is wrong");
        await using var caller = await _host.Connect("emergency", DemoPeople.Ana);
        await caller.Ask<HelpView>("Raise", Help.ChestPain());
        using var http = new HttpClient();
        await _host.Get<IHealthCheckPublisher>().PublishAsync(
            await _host.Get<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains("ready")), CancellationToken.None);
        Assert.Contains(
            "telehealth_health_status{check=\"media\"} 0.5",
            await http.GetStringAsync(new Uri(_host.Get<MetricsPort>().Address!, "/metrics")), StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, string Text)> Ask(string probe)
    {
        using var http = new HttpClient { BaseAddress = _host.Address };
        using var answer = await http.GetAsync(new Uri($"/health/{probe}", UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
