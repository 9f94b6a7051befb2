using Npgsql;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Rescue.Units;

/// <summary>The last fix of each unit, and the sampled tracks.</summary>
internal sealed class UnitFixTable(NpgsqlDataSource database)
{
    public async Task Write(IReadOnlyList<UnitSeen> fixes, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            insert into units.unit_fix (tenant, unit_id, latitude, longitude, accuracy_metres, heading_degrees, at)
            select * from unnest($1::uuid[], $2::uuid[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::timestamptz[])
            order by 1, 2
            on conflict (tenant, unit_id) do update set latitude = excluded.latitude, longitude = excluded.longitude,
                accuracy_metres = excluded.accuracy_metres, heading_degrees = excluded.heading_degrees, at = excluded.at
            where unit_fix.at < excluded.at
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = fixes.Select(seen => seen.Unit.Tenant.Value).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = fixes.Select(seen => seen.Unit.Unit.Value).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = fixes.Select(seen => seen.Fix.Place.Latitude).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = fixes.Select(seen => seen.Fix.Place.Longitude).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = fixes.Select(seen => seen.Fix.AccuracyMetres).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = fixes.Select(seen => seen.Fix.HeadingDegrees).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = fixes.Select(seen => seen.Fix.At).ToArray() });
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task WriteTrack(IReadOnlyList<UnitSeen> samples, CancellationToken ct)
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

    /// <summary>Of the units on shift.</summary>
    public Task<IReadOnlyList<UnitSeen>> Read(CancellationToken ct) => database.Query(
        "select f.* from units.unit_fix f join units.unit_on_shift s using (tenant, unit_id)",
        row => new UnitSeen(
            new UnitKey(new TenantId(row.Guid("tenant")), new UnitId(row.Guid("unit_id"))),
            new Fix(
                GeoPoint.Of(row.Number("latitude"), row.Number("longitude")), row.NumberOrNull("accuracy_metres"),
                row.NumberOrNull("heading_degrees"), row.Time("at"))),
        ct);
}
