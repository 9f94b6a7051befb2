using System.Text;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Telemetry;
using Telehealth.Server.Tests.EventStore;

namespace Telehealth.Server.Tests.Telemetry;

/// <summary>What a collector gets of a command, and what it never gets.</summary>
[Collection(nameof(MeasuredServer))]
public sealed class TraceTests(MeasuredServer server)
{
    private string Trace => server.Raise.ToString("N");

    [Fact]
    public async Task A_command_is_one_trace_from_the_page_to_the_commit_and_to_whoever_follows_it()
    {
        await Sent(span => span.Trace == Trace && span.Name == "dispatcher emergency.raised.v1");
        await Sent(span => span.Trace == Trace && span.Name == "feeds emergency.raised.v1");
        await Sent(span => span.Name == "commit" && span.LinkedTraces.Contains(Trace));
        var spans = server.Spans().Where(span => span.Trace == Trace).ToDictionary(span => span.Id);
        var hub = Assert.Single(spans.Values, span => span.Name.EndsWith("DispatchHub/RaiseForCaller", StringComparison.Ordinal));
        var execute = Assert.Single(spans.Values, span => span.Name == "emergency RaiseEmergency");

        Assert.Equal(Trace[16..], hub.Parent);
        Assert.True(IsBelow(execute, hub, spans));
        Assert.Equal(("emergency", "done"), (execute.Tags["telehealth.entity"], execute.Tags["telehealth.outcome"]));
        Assert.Contains(spans.Values, span => span.Name == "decide" && span.Parent == execute.Id);
        Assert.Contains(spans.Values, span => span.Name == "append" && span.Parent == execute.Id);
    }

    /// <summary>The offer is the dispatcher's own command: a link leads from the trace of the request to that of the offer.</summary>
    [Fact]
    public async Task What_the_server_does_because_of_a_command_belongs_to_its_trace()
    {
        var offer = await Sent(span => span.Trace == Trace && span.Name == "emergency OfferUnits");

        var followed = Assert.Single(offer.LinkedTraces);
        await Sent(span => span.Trace == followed && span.Name == "feeds emergency.unit_offered.v1");
    }

    [Fact]
    public async Task A_request_is_called_by_its_route_and_not_by_its_address()
    {
        var request = await Sent(span => span.Name == "GET /api/emergencies/{id:guid}/hospitals");

        Assert.Equal(
            ["http.request.method", "http.response.status_code", "http.route"], request.Tags.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_that_people_wrote_and_no_id_of_anybody_leaves_with_spans_and_figures()
    {
        await Sent(span => span.Name == "emergency AcceptOffer");
        await Eventually.True(() => server.Collector.All.Any(sent => sent.Path == "/v1/metrics"), "figures come");
        var sent = server.Collector.All.Where(sent => sent.Path != "/v1/logs").Select(sent => Encoding.UTF8.GetString(sent.Body))
            .Append(await server.Scrape()).ToList();
        string[] ids = [$"{server.Emergency}", $"{server.Emergency:N}", $"{server.Host.Tenant.Value}"];

        // As they are written: in small letters the unit's call sign stands in many an id.
        Assert.DoesNotContain(server.Secrets.Concat(ids), secret => sent.Exists(text => text.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public void Of_ids_that_begin_with_the_time_as_many_are_recorded_as_of_others()
    {
        var sampler = new ShareOfTraces(0.25);

        var recorded = Enumerable.Range(0, 4_000).Count(_ => sampler.ShouldSample(new(
            default, CommandTrace.ContextOf(new(Guid.CreateVersion7())).TraceId, "x", default)).Decision
            == OpenTelemetry.Trace.SamplingDecision.RecordAndSample);

        Assert.InRange(recorded, 800, 1_200);
    }

    [Fact]
    public void Of_a_trace_every_node_says_the_same()
    {
        var trace = CommandTrace.ContextOf(new(Guid.NewGuid())).TraceId;

        Assert.Single(Enumerable.Range(0, 10)
            .Select(_ => new ShareOfTraces(0.5).ShouldSample(new(default, trace, "x", default)).Decision).Distinct());
    }

    private async Task<OtlpSpan> Sent(Func<OtlpSpan, bool> kind)
    {
        await Eventually.True(() => server.Spans().Any(kind), "the collector is sent the span");
        return server.Spans().First(kind);
    }

    private static bool IsBelow(OtlpSpan span, OtlpSpan above, Dictionary<string, OtlpSpan> all)
    {
        for (var at = span; all.TryGetValue(at.Parent, out var parent); at = parent)
        {
            if (parent.Id == above.Id)
                return true;
        }

        return false;
    }
}
