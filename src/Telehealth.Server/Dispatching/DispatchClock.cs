using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Domain.Emergencies;
using Telehealth.Server.Contracts;
using Telehealth.Server.EventStore;
using Telehealth.Server.Hosting;
using EmergencyType = Telehealth.Server.EventStore.EntityType<
    Telehealth.Domain.Emergencies.EmergencyCommand, Telehealth.Domain.Emergencies.Emergency, Telehealth.Domain.Emergencies.EmergencyEvent>;

namespace Telehealth.Server.Dispatching;

/// <summary>
/// What time alone brings about: offers that ran out, and crews that fell silent. Every node runs it: the commands change nothing when
/// another node was faster.
/// </summary>
internal sealed class DispatchClock(
    EntityStore store, EmergencyType emergencies, NpgsqlDataSource database, IOptions<DispatchOptions> options, TimeProvider time, ILogger<DispatchClock> log)
    : BackgroundService
{
    private const int RowsPerTick = 200;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Ticking.Every(options.Value.DeadlineTick, ExpireOffers, log, stoppingToken),
        Ticking.Every(options.Value.SearchTick, ReportSilentUnits, log, stoppingToken));

    private async Task ExpireOffers(CancellationToken ct)
    {
        var due = await database.Query(
            "select tenant, emergency_id, assignment_id from assignment where status = 'offered' and deadline < $1 order by deadline limit $2",
            ReadAssignment, ct, time.GetUtcNow(), RowsPerTick);
        foreach (var offer in due)
            await Execute(offer.Tenant, offer.Emergency, new EmergencyCommand.ExpireOffer(new AssignmentId(offer.Assignment)), ct);
    }

    private async Task ReportSilentUnits(CancellationToken ct)
    {
        var silent = await database.Query(
            """
            select a.tenant, a.emergency_id, a.assignment_id from assignment a left join unit_fix f using (tenant, unit_id)
            where a.ended_at is null and a.status <> 'offered' and greatest(a.status_at, f.at) < $1
                and not exists (select from alarm r where r.tenant = a.tenant and r.emergency_id = a.emergency_id and r.unit_id = a.unit_id and r.raised_at > a.offered_at)
            limit $2
            """,
            ReadAssignment, ct, time.GetUtcNow() - options.Value.SilentAfter, RowsPerTick);
        foreach (var unit in silent)
        {
            var alarm = new AlarmId(DerivedId.From(unit.Assignment, "silent"));
            await Execute(unit.Tenant, unit.Emergency, new EmergencyCommand.ReportUnitSilent(alarm, new AssignmentId(unit.Assignment)), ct);
        }
    }

    private Task<Execution<Emergency>> Execute(TenantId tenant, Guid emergency, EmergencyCommand command, CancellationToken ct) =>
        store.Execute(emergencies, emergency, command, new CommandContext(tenant, new CommandId(Guid.CreateVersion7()), Actor.System), ct);

    private static (TenantId Tenant, Guid Emergency, Guid Assignment) ReadAssignment(NpgsqlDataReader row) =>
        (new TenantId(row.Guid("tenant")), row.Guid("emergency_id"), row.Guid("assignment_id"));
}
