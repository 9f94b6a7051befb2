using System.Collections.Concurrent;
using Npgsql;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Rescue.Units;

/// <summary>
/// Writes down again and again whom this node hears: crews whose pages are connected, and units that reported a position. By the server's
/// time of arrival, never by a device's clock. The same statement says that somebody listened, so that a silence is measured only from when
/// a node could have heard: a server that was down, or could not write, made nobody silent.
/// </summary>
internal sealed class UnitHearing(
    ConnectedCrews crews, UnitPositions positions, NpgsqlDataSource database, TimeProvider time,
    ILogger<UnitHearing> log) : BackgroundService
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(4);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Ticking.Every(WriteEvery, Write, log, stoppingToken);

    private async Task Write(CancellationToken ct)
    {
        // Before it is asked who is there: what comes meanwhile is heard a round later, and never too late.
        var now = time.GetUtcNow();
        var (pages, moved) = (crews.All(), positions.TakeHeard());
        await using var command = database.CreateCommand(
            """
            with gone as (delete from units.unit_heard where heard_at < $1 - interval '2 days'),
            heard as (
                insert into units.unit_heard (tenant, unit_id, heard_at)
                select s.tenant, s.unit_id, $1
                from units.unit_on_shift s
                where (s.tenant, s.unit_id) in (
                    select c.tenant, c.unit_id from units.shift_crew c join unnest($2::uuid[], $3::uuid[]) as page (tenant, person_id) using (tenant, person_id)
                    union select * from unnest($4::uuid[], $5::uuid[]))
                order by s.tenant, s.unit_id
                on conflict (tenant, unit_id) do update set heard_at = greatest(unit_heard.heard_at, excluded.heard_at))
            insert into units.unit_listening as l (since, heard_until, written_at) values ($1, $1, clock_timestamp())
            on conflict (only_row) do update set
                since = case when l.written_at < clock_timestamp() - interval '15 seconds' then excluded.since else l.since end,
                heard_until = greatest(l.heard_until, excluded.heard_until), written_at = excluded.written_at
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = now });
        command.Parameters.Add(new NpgsqlParameter { Value = pages.Select(page => page.Tenant.Value).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = pages.Select(page => page.Person).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = moved.Select(unit => unit.Tenant.Value).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = moved.Select(unit => unit.Unit.Value).ToArray() });
        await command.ExecuteNonQueryAsync(ct);
    }
}
