using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Telehealth.Server.Platform.Telemetry;

/// <summary>
/// Figures in Prometheus' text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/), named as OpenTelemetry says
/// (Prometheus and OpenMetrics compatibility): <c>telehealth.live.messages</c>, a counter, is <c>telehealth_live_messages_total</c>.
/// </summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "seconds", ["ms"] = "milliseconds", ["By"] = "bytes", ["m"] = "meters", ["%"] = "percent",
    };

    public static string Write(in Batch<Metric> metrics)
    {
        var text = new StringBuilder();
        foreach (var metric in metrics)
            Write(text, metric);
        return text.ToString();
    }

    /// <summary>As Prometheus calls an instrument.</summary>
    public static string NameOf(string instrument, string unit, bool isCounter)
    {
        var name = string.Concat(instrument.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == ':' ? letter : '_'));
        if (Units.TryGetValue(unit, out var word) && !name.EndsWith($"_{word}", StringComparison.Ordinal))
            name = $"{name}_{word}";
        return isCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? $"{name}_total" : name;
    }

    private static void Write(StringBuilder text, Metric metric)
    {
        var (isCounter, kind) = metric.MetricType switch
        {
            MetricType.LongSum or MetricType.DoubleSum => (true, "counter"),
            MetricType.Histogram => (false, "histogram"),
            _ => (false, "gauge"),
        };
        var name = NameOf(metric.Name, metric.Unit, isCounter);
        text.Append("# HELP ").Append(name).Append(' ').Append(Escaped(metric.Description)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (metric.MetricType == MetricType.Histogram)
                WriteHistogram(text, name, point);
            else if (ValueOf(metric.MetricType, point) is { } value)
                WriteLine(text, name, point.Tags, value);
        }
    }

    private static double? ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
        // Exponential histograms have no form in this format, and nobody makes one.
        _ => null,
    };

    private static void WriteHistogram(StringBuilder text, string name, in MetricPoint point)
    {
        var below = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            WriteLine(text, $"{name}_bucket", point.Tags, below, Written(bucket.ExplicitBound));
        }

        WriteLine(text, $"{name}_sum", point.Tags, point.GetHistogramSum());
        WriteLine(text, $"{name}_count", point.Tags, point.GetHistogramCount());
    }

    private static void WriteLine(StringBuilder text, string name, ReadOnlyTagCollection tags, double value, string? atMost = null)
    {
        text.Append(name);
        var next = '{';
        foreach (var (key, content) in tags)
        {
            Label(NameOf(key, string.Empty, isCounter: false), Convert.ToString(content, CultureInfo.InvariantCulture) ?? string.Empty);
        }

        if (atMost is not null)
            Label("le", atMost);
        if (next == ',')
            text.Append('}');
        text.Append(' ').Append(Written(value)).Append('\n');

        void Label(string label, string content)
        {
            text.Append(next).Append(label).Append("=\"")
                .Append(Escaped(content).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
            next = ',';
        }
    }

    private static string Written(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
