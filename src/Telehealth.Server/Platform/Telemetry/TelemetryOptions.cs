using System.ComponentModel.DataAnnotations;

namespace Telehealth.Server.Platform.Telemetry;

/// <summary>Section <c>Telemetry</c>: to whom the server tells how it does. Nobody, until somebody is named.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>
    /// Where Prometheus reads the figures, such as <c>http://127.0.0.1:9464</c>: a port of its own, which the pages' port does not lead to.
    /// </summary>
    public Uri? MetricsUrl { get; set; }

    /// <summary>A collector that takes OTLP by HTTP, such as <c>http://127.0.0.1:4318</c>: figures, traces and the log go there.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>Part of all traces that the collector is sent, 0 to 1. Which ones, every node decides alike by the trace's id.</summary>
    [Range(0.0, 1.0)]
    public double TracedShare { get; set; } = 1;

    /// <summary>Writes each line of the log as one JSON object with the id of its trace.</summary>
    public bool JsonLogs { get; set; }
}
