using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Rescue.Units;

/// <summary>Tells movements to live screens and other nodes, and writes last fixes and tracks down.</summary>
internal sealed class UnitPositionLoop(
    UnitPositions positions,
    NpgsqlDataSource database,
    IClusterBus bus,
    IEnumerable<IUnitMovementFeed> feeds,
    IOptions<UnitOptions> options,
    ILogger<UnitPositionLoop> log) : BackgroundService
{
    private const string Topic = "units.moved";

    // Marks this node's own announcements, which come back to it over the bus.
    private readonly Guid _node = Guid.NewGuid();
    private readonly Dictionary<UnitKey, UnitFix> _unwritten = [];
    // Of a clock that nobody sets.
    private long _written = Stopwatch.GetTimestamp();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await LearnLastFixes(stoppingToken);
        using var subscription = bus.Subscribe(Topic, Hear);
        using var tick = new PeriodicTimer(options.Value.PositionTick);
        while (await tick.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Tell(stoppingToken);
                await Write(stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                log.PositionTickFailed(problem);
            }
        }
    }

    private async Task Tell(CancellationToken ct)
    {
        foreach (var (tenant, fixes) in positions.TakeMoved())
        {
            foreach (var fix in fixes)
                _unwritten[new UnitKey(tenant, new UnitId(fix.UnitId))] = fix;
            await bus.Announce(Topic, JsonSerializer.SerializeToUtf8Bytes(new MovedUnits(_node, tenant.Value, fixes)));
            foreach (var feed in feeds)
                await feed.Moved(tenant, fixes, ct);
        }
    }

    private void Hear(ReadOnlyMemory<byte> payload)
    {
        if (JsonSerializer.Deserialize<MovedUnits>(payload.Span) is not { } moved || moved.Node == _node)
            return;
        foreach (var fix in moved.Fixes)
        {
            if (GeoPoint.TryCreate(fix.Latitude, fix.Longitude, out var place))
                positions.Learn(
                    new UnitKey(new TenantId(moved.Tenant), new UnitId(fix.UnitId)),
                    new Fix(place, fix.AccuracyMetres, fix.HeadingDegrees, fix.At));
        }
    }

    private async Task Write(CancellationToken ct)
    {
        if (Stopwatch.GetElapsedTime(_written) < options.Value.WriteEvery)
            return;
        _written = Stopwatch.GetTimestamp();
        await WriteFixes(ct);
        await WriteTrack(ct);
    }

    private async Task WriteFixes(CancellationToken ct)
    {
        if (_unwritten.Count == 0)
            return;
        var rows = _unwritten.ToArray();
        await using var command = database.CreateCommand(
            """
            insert into units.unit_fix (tenant, unit_id, latitude, longitude, accuracy_metres, heading_degrees, at)
            select * from unnest($1::uuid[], $2::uuid[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::timestamptz[])
            on conflict (tenant, unit_id) do update set latitude = excluded.latitude, longitude = excluded.longitude,
                accuracy_metres = excluded.accuracy_metres, heading_degrees = excluded.heading_degrees, at = excluded.at
            where unit_fix.at < excluded.at
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(row => row.Key.Tenant.Value).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(row => row.Key.Unit.Value).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(row => row.Value.Latitude).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(row => row.Value.Longitude).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(row => row.Value.AccuracyMetres).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(row => row.Value.HeadingDegrees).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(row => row.Value.At).ToArray() });
        await command.ExecuteNonQueryAsync(ct);
        _unwritten.Clear();
    }

    private async Task WriteTrack(CancellationToken ct)
    {
        var samples = positions.TakeSamples();
        if (samples.Count == 0)
            return;
        try
        {
            await using var command = database.CreateCommand(
                """
                insert into units.unit_track (tenant, unit_id, at, latitude, longitude)
                select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::float8[], $5::float8[]) on conflict do nothing
                """);
            command.Parameters.Add(new NpgsqlParameter { Value = samples.Select(sample => sample.Unit.Tenant.Value).ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = samples.Select(sample => sample.Unit.Unit.Value).ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = samples.Select(sample => sample.Fix.At).ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = samples.Select(sample => sample.Fix.Place.Latitude).ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = samples.Select(sample => sample.Fix.Place.Longitude).ToArray() });
            await command.ExecuteNonQueryAsync(ct);
        }
        catch (NpgsqlException)
        {
            positions.PutBack(samples);
            throw;
        }
    }

    private async Task LearnLastFixes(CancellationToken ct)
    {
        var fixes = await database.Query(
            "select f.* from units.unit_fix f join units.unit_on_shift s using (tenant, unit_id)",
            row => (
                Key: new UnitKey(new TenantId(row.Guid("tenant")), new UnitId(row.Guid("unit_id"))),
                Fix: new Fix(
                    GeoPoint.Of(row.Number("latitude"), row.Number("longitude")),
                    row.NumberOrNull("accuracy_metres"),
                    row.NumberOrNull("heading_degrees"),
                    row.Time("at"))),
            ct);
        foreach (var (key, fix) in fixes)
            positions.Learn(key, fix);
    }

    private sealed record MovedUnits(Guid Node, Guid Tenant, IReadOnlyList<UnitFix> Fixes);
}
