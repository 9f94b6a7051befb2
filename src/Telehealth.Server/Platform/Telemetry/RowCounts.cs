using System.Diagnostics.Metrics;
using Npgsql;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Platform.Telemetry;

/// <summary>
/// Asks the database for every <see cref="RowCount"/>, while somebody listens. Every node tells the same, so they are not summed up.
/// </summary>
internal sealed class RowCounts : BackgroundService
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(15);

    private readonly NpgsqlDataSource _database;
    private readonly ILogger<RowCounts> _log;
    private readonly (RowCount What, ObservableGauge<long> Gauge)[] _counts;
    private volatile IReadOnlyDictionary<RowCount, Measurement<long>[]> _last = new Dictionary<RowCount, Measurement<long>[]>();

    public RowCounts(IEnumerable<RowCount> counts, IMeterFactory meters, NpgsqlDataSource database, ILogger<RowCounts> log)
    {
        (_database, _log) = (database, log);
        _counts = [.. counts.Select(count => (count, meters.Create(count.Meter).CreateObservableGauge(
            count.Instrument, () => _last.GetValueOrDefault(count, []), count.Unit, count.Description)))];
    }

    /// <summary>One look at all of them.</summary>
    public async Task Look(CancellationToken ct)
    {
        Dictionary<RowCount, Measurement<long>[]> now = [];
        foreach (var (count, gauge) in _counts)
        {
            if (gauge.Enabled)
                now[count] = await Ask(count, ct);
        }

        _last = now;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Look(stoppingToken);
        }
        catch (Exception cause) when (cause is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            // The next round asks again; until then nothing is told instead of what was so once.
        }

        await Ticking.Every(AskEvery, LookOrForget, _log, stoppingToken);
    }

    /// <summary>What cannot be asked any more is not told any more.</summary>
    private async Task LookOrForget(CancellationToken ct)
    {
        try
        {
            await Look(ct);
        }
        catch
        {
            _last = new Dictionary<RowCount, Measurement<long>[]>();
            throw;
        }
    }

    private async Task<Measurement<long>[]> Ask(RowCount count, CancellationToken ct)
    {
        var rows = await _database.Query(count.Sql, row => (Label: row.Text("label"), Count: row.Long("count")), ct);
        var found = rows.ToDictionary(row => row.Label, row => row.Count, StringComparer.Ordinal);
        return [.. count.Values.Select(value => new Measurement<long>(
            found.GetValueOrDefault(value), new KeyValuePair<string, object?>(count.Label, value)))];
    }
}
