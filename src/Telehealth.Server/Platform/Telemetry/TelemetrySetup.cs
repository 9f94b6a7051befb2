using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Telehealth.Server.Platform.Telemetry;

internal static class TelemetrySetup
{
    /// <summary>Every meter and every source of spans of a capability is called so, and is found by it: there is no list to keep.</summary>
    private const string OfCapabilities = "Telehealth.*";

    // What .NET and the driver measure of themselves.
    private static readonly string[] OfTheFramework = ["Microsoft.AspNetCore.Hosting", "System.Runtime", "Npgsql"];

    // The framework and the driver may tell more with their next version: of theirs these labels stay.
    private static readonly Dictionary<string, string[]> LabelsOfTheFramework = new(StringComparer.Ordinal)
    {
        ["Microsoft.AspNetCore.Hosting"] = ["http.request.method", "http.response.status_code", "http.route", "error.type"],
        ["Npgsql"] = ["db.client.connection.pool.name", "db.client.connection.state"],
    };

    // From a decision in memory to a crew that thinks about an offer.
    private static readonly double[] Seconds =
        [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120];

    // Also before the first look: what is not ready yet while it starts is no news.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Figures for Prometheus, where it is given a port; figures, traces and the log for a collector, where one is named; and the ids of
    /// traces for log lines that are objects. Whoever asks for nothing of it pays for nothing. After hosting, which makes the loggers.
    /// </summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TelemetryOptions>().Bind(configuration.GetSection("Telemetry")).ValidateDataAnnotations()
            .Validate(options => IsHttp(options.MetricsUrl), "Telemetry:MetricsUrl is an address such as http://127.0.0.1:9464.")
            .Validate(options => IsHttp(options.OtlpEndpoint), "Telemetry:OtlpEndpoint is an address such as http://127.0.0.1:4318.")
            .ValidateOnStart();
        services.AddMetrics();
        services.AddSingleton<RowCounts>().AddHostedService(provider => provider.GetRequiredService<RowCounts>());
        services.AddSingleton<DueWorks>().AddHostedService(provider => provider.GetRequiredService<DueWorks>());
        services.AddHealthChecks().AddCheck<DueWorks>("work", tags: ["ready"]);
        services.AddSingleton<IHealthCheckPublisher, HealthMetrics>();
        services.Configure<HealthCheckPublisherOptions>(checks =>
            (checks.Predicate, checks.Period, checks.Delay) = (check => check.Tags.Contains("ready"), LookEvery, LookEvery));
        var collector = configuration["Telemetry:OtlpEndpoint"];
        var telemetry = services.AddOpenTelemetry().ConfigureResource(node => node.AddService(
            "telehealth", serviceVersion: Assembly.GetExecutingAssembly().GetName().Version?.ToString(3), serviceInstanceId: null));
        // Without a collector the ids of traces are for the lines of the log alone.
        var isCollected = !string.IsNullOrWhiteSpace(collector);
        if (isCollected || configuration.GetValue("Telemetry:JsonLogs", false))
            telemetry.WithTracing(traces => traces.Trace(isCollected));
        var isScraped = !string.IsNullOrWhiteSpace(configuration["Telemetry:MetricsUrl"]);
        if (isScraped)
        {
            services.AddSingleton<MetricsPort>().AddHostedService(provider => provider.GetRequiredService<MetricsPort>());
            services.AddSingleton<Scrape>();
            telemetry.WithMetrics(figures => figures.AddReader(provider => provider.GetRequiredService<Scrape>().Reader));
        }

        // An address that is none is refused by name at the start, not by an exception here.
        var isExported = Uri.TryCreate(collector, UriKind.Absolute, out var otlp);
        if (isExported)
            telemetry.WithLogging().UseOtlpExporter(OtlpExportProtocol.HttpProtobuf, otlp!);
        // Once, or each figure would be told twice.
        if (isScraped || isExported)
            telemetry.WithMetrics(figures => figures.Measure());
        services.AddLogging(logs => logs.AddConsoleFormatter<JsonLogFormatter, ConsoleFormatterOptions>());
        services.AddOptions<ConsoleLoggerOptions>().Configure<IOptions<TelemetryOptions>>((console, options) =>
            console.FormatterName = options.Value.JsonLogs ? JsonLogFormatter.FormatterName : console.FormatterName);
        return services;
    }

    /// <summary>Names the request's span by its route; the first of all in the way of a request.</summary>
    public static void UseTelemetry(this IApplicationBuilder app) => app.UseMiddleware<RequestSpan>();

    private static void Trace(this TracerProviderBuilder traces, bool isExported) => traces
        .AddSource(OfCapabilities, "Microsoft.AspNetCore", "Microsoft.AspNetCore.SignalR.Server")
        .SetSampler(provider => new ShareOfTraces(
            isExported ? provider.GetRequiredService<IOptions<TelemetryOptions>>().Value.TracedShare : 0))
        .AddProcessor(new OnlyKnownTags());

    private static MeterProviderBuilder Measure(this MeterProviderBuilder figures) =>
        ((IDeferredMeterProviderBuilder)figures.AddMeter([OfCapabilities, .. OfTheFramework])).Configure((provider, builder) =>
        {
            var own = provider.GetRequiredService<IMeterFactory>();
            builder.AddView(instrument => StreamOf(instrument, own));
        });

    private static MetricStreamConfiguration? StreamOf(Instrument instrument, IMeterFactory own)
    {
        // Another server in this process, as tests have them, tells its own.
        if (instrument.Meter.Scope is IMeterFactory factory && !ReferenceEquals(factory, own))
            return MetricStreamConfiguration.Drop;
        var stream = instrument is Histogram<double> { Unit: "s" }
            ? new ExplicitBucketHistogramConfiguration { Boundaries = Seconds }
            : new MetricStreamConfiguration();
        if (LabelsOfTheFramework.TryGetValue(instrument.Meter.Name, out var labels))
            stream.TagKeys = labels;
        return stream;
    }

    private static bool IsHttp(Uri? address) => address is null or { IsAbsoluteUri: true, Scheme: "http" or "https" };
}
