using System.Collections.Concurrent;
using Npgsql;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Visits.Consults;

/// <summary>Patients whose pages are connected to this node. The hub's threads write; <see cref="WaitingPresenceFeed"/> reads.</summary>
internal sealed class ConnectedPatients
{
    private readonly ConcurrentDictionary<string, (TenantId Tenant, Guid Person)> _pages = new(StringComparer.Ordinal);

    public void Came(string connection, TenantId tenant, Guid person) => _pages[connection] = (tenant, person);

    public void Went(string connection) => _pages.TryRemove(connection, out _);

    public IEnumerable<IGrouping<TenantId, Guid>> ByTenant() => _pages.Values.Distinct().GroupBy(page => page.Tenant, page => page.Person);
}

/// <summary>Whether those who wait are there: one statement of all nodes in the database, so that every node says the same.</summary>
internal sealed class WaitingPresenceTable(NpgsqlDataSource database)
{
    /// <summary>Most rows that are told at once; who waits behind so many others is shown as not known.</summary>
    private const int MaxTold = 500;

    /// <summary>
    /// The patients among these people are there now: those who wait, and those who are seen, of whom it is known when they are sent back
    /// to wait. By the database's own clock: nodes' clocks may differ.
    /// </summary>
    public async Task Renew(TenantId tenant, IEnumerable<Guid> people, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            with gone as (delete from consults.waiting_presence where tenant = $1 and seen_at < clock_timestamp() - interval '1 day')
            insert into consults.waiting_presence (tenant, consult_id, seen_at)
            select c.tenant, c.consult_id, clock_timestamp() from consults.consult c where c.tenant = $1 and c.phase in ('waiting', 'inProgress') and c.patient_id = any ($2)
            on conflict (tenant, consult_id) do update set seen_at = excluded.seen_at
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = tenant.Value });
        command.Parameters.Add(new NpgsqlParameter { Value = people.ToArray() });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Of everybody who waits, the longest first, with the clinician of the booking where there is one.</summary>
    public Task<IReadOnlyList<(TenantId Tenant, ConsultCard Card, PatientPresence Presence)>> All(CancellationToken ct) =>
        database.Query(
            $"select w.*, s.seen_at, s.seen_at > clock_timestamp() - interval '10 seconds' as here from ({ConsultQueries.SelectCard} where c.phase = 'waiting') w "
                + "join consults.waiting_presence s on s.tenant = w.tenant and s.consult_id = w.consult_id order by w.waiting_since limit $1",
            row =>
                (new TenantId(row.Guid("tenant")),
                    ConsultQueries.ReadCard(row),
                    new PatientPresence(row.Guid("consult_id"), row.Flag("here"), row.Time("seen_at"))),
            ct,
            MaxTold);
}

/// <summary>
/// Tells clinicians whether those who wait are there, again and again: a page that hears nothing more knows nothing more. Told to those who
/// may know that the patient waits, and to nobody else.
/// </summary>
internal sealed class WaitingPresenceFeed(
    ConnectedPatients patients, WaitingPresenceTable table, ConsultQueries queries, ConsultAudience audience,
    ILogger<WaitingPresenceFeed> log) : BackgroundService
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(3);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Ticking.Every(TellEvery, Tell, log, stoppingToken);

    private async Task Tell(CancellationToken ct)
    {
        foreach (var tenant in patients.ByTenant())
            await table.Renew(tenant.Key, tenant, ct);
        var waiting = await table.All(ct);
        foreach (
            var told in waiting.GroupBy(row => (row.Tenant, Clinician: queries.WaitsForEverybody(row.Card) ? null : row.Card.ClinicianId)))
            await audience.ThereOrNot(told.Key.Tenant, told.Key.Clinician, [.. told.Select(row => row.Presence)]);
    }
}
