using System.Net.Http.Json;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Telemetry;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Tests.Access;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.Telemetry;

/// <summary>A server that is scraped and that tells a collector, after everybody has used it a little.</summary>
public sealed class MeasuredServer : IAsyncLifetime
{
    private ServerHost? _host;
    private LocalEndpoint? _collector;

    internal ServerHost Host => _host!;

    internal LocalEndpoint Collector => _collector!;

    /// <summary>The command by which a page asked for help; its id is the trace's.</summary>
    internal Guid Raise { get; } = Guid.NewGuid();

    /// <summary>What people wrote, and what tells of one of them: none of it may leave.</summary>
    internal IReadOnlyList<string> Secrets { get; private set; } = [];

    internal Guid Emergency { get; private set; }

    public async ValueTask InitializeAsync()
    {
        _collector = await LocalEndpoint.Start();
        _host = new ServerHost
        {
            Settings = new Dictionary<string, string?>
            {
                ["Telemetry:MetricsUrl"] = "http://127.0.0.1:0",
                ["Telemetry:OtlpEndpoint"] = _collector.Address.AbsoluteUri,
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
                ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
                ["Consults:IceServers:0"] = "turn:turn.example.org",
                ["Consults:TurnSecret"] = "secret",
            },
        };
        await _host.InitializeAsync();
        await UseIt();
        await Host.Get<RowCounts>().Look(CancellationToken.None);
        await Host.Get<DueWorks>().Look(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Collector.DisposeAsync();
    }

    internal async Task<string> Scrape()
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(Host.Get<MetricsPort>().Address!, "/metrics"));
    }

    /// <summary>Every span that the collector has been sent so far.</summary>
    internal IReadOnlyList<OtlpSpan> Spans() =>
        [.. Collector.All.Where(sent => sent.Path == "/v1/traces").SelectMany(sent => OtlpSpan.Read(sent.Body))];

    private async Task UseIt()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        using var page = await StuckClient.Open(Host.Address, "dispatch", await Host.TokenOf(DemoPeople.Hana));
        var request = Help.ChestPain(Raise);
        await page.AskWith(Traceparent(Raise), "RaiseForCaller", request);
        var offer = await crew.Device.Hear<JobView>("JobChanged", job => job.Status == AssignmentStatus.Offered);
        await crew.Accept(offer);
        await crew.Device.Refused("Accept", crew.Acceptance(offer) with { AssignmentId = Guid.NewGuid() });
        Emergency = offer.EmergencyId;

        await using (var patient = await Host.Connect("consult", DemoPeople.Ana))
            await patient.Refused("Admit", new OfConsult(Guid.NewGuid(), Guid.NewGuid()));
        using var http = new HttpClient { BaseAddress = Host.Address };
        using var visitor = new Browser(Host.Address);
        using var test = await visitor.Post("/api/connection-test", new { });
        using var wrong = await http.PostAsJsonAsync("/api/access/device/token", new { email = DemoPeople.Ana.Email, password = "wrong" });
        using var api = await Host.Api(DemoPeople.Hana);
        using var rows = await api.Open($"/api/emergencies/{Emergency}/hospitals");
        Secrets =
        [
            request.Description, request.CallbackNumber!, request.Location.Note!, DemoPeople.Ana.Email, DemoPeople.Hana.Name, "A11",
            "48.4055",
        ];
    }

    private static Dictionary<string, string> Traceparent(Guid command) => new()
    {
        ["traceparent"] = $"00-{command:N}-{command.ToString("N")[16..]}-01",
    };
}

[CollectionDefinition(nameof(MeasuredServer))]
public sealed class MeasuredServers : ICollectionFixture<MeasuredServer>;
