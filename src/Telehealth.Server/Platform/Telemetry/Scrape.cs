using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Telehealth.Server.Platform.Telemetry;

/// <summary>The figures as they are at the moment when somebody asks. Any thread may; one is answered at a time.</summary>
internal sealed class Scrape : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Exporter _exporter = new();

    public Scrape() => Reader = new BaseExportingMetricReader(_exporter);

    /// <summary>Belongs to the meter provider, which ends it.</summary>
    public MetricReader Reader { get; }

    public async Task<string> Read(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            _exporter.Text = string.Empty;
            // The exporter's own way: a reader that is pulled takes no other.
            _exporter.Collect!(Timeout.Infinite);
            return _exporter.Text;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    [ExportModes(ExportModes.Pull)]
    private sealed class Exporter : BaseExporter<Metric>, IPullMetricExporter
    {
        public string Text { get; set; } = string.Empty;

        public Func<int, bool>? Collect { get; set; }

        public override ExportResult Export(in Batch<Metric> batch)
        {
            Text = PrometheusText.Write(batch);
            return ExportResult.Success;
        }
    }
}
