using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Rescue.Units;

/// <summary>
/// Keeps the index's availability at what the database says: each unit that
/// an event concerns is read again, so the order of events never matters.
/// </summary>
internal sealed class UnitAvailabilityFeed(UnitPositions positions, NpgsqlDataSource database, ILogger<UnitAvailabilityFeed> log)
    : ChangeFeed<UnitKey>(log)
{
    // A search that proposes a unit which was taken a moment ago is refused by the log and proposes the next.
    protected override TimeSpan AtMostEvery => TimeSpan.FromMilliseconds(50);

    public override void Publish(StoredEvent stored)
    {
        if (UnitOf(stored) is { } unit)
            Mark(new UnitKey(stored.Tenant, unit));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var present = await database.Query("select tenant, unit_id from units.unit_on_shift", ReadKey, stoppingToken);
        if (present.Count == 0)
            positions.AvailabilityIsKnown();
        foreach (var key in present)
            Mark(key);
        await base.ExecuteAsync(stoppingToken);
    }

    /// <summary>The unit whose availability an event may have changed.</summary>
    public static UnitId? UnitOf(StoredEvent stored) => stored.Event switch
    {
        UnitEvent => new UnitId(stored.StreamId),
        EmergencyEvent.UnitOffered offered => offered.Unit,
        EmergencyEvent.OfferAccepted accepted => accepted.Unit,
        EmergencyEvent.OfferDeclined declined => declined.Unit,
        EmergencyEvent.OfferExpired expired => expired.Unit,
        EmergencyEvent.OfferRescinded rescinded => rescinded.Unit,
        EmergencyEvent.UnitStatusReported reported => reported.Unit,
        EmergencyEvent.UnitStoodDown stoodDown => stoodDown.Unit,
        EmergencyEvent.UnitPagedAgain again => again.Unit,
        EmergencyEvent.UnitReserved reserved => reserved.Unit,
        EmergencyEvent.ReservationOffered offered => offered.Unit,
        EmergencyEvent.ReservationReleased released => released.Unit,
        EmergencyEvent.UnitDiverted diverted => diverted.Unit,
        EmergencyEvent.JobHandedOver handed => handed.Unit,
        EmergencyEvent.HospitalChosen chosen => chosen.Unit,
        _ => null,
    };

    protected override async Task Tell(IReadOnlyCollection<UnitKey> changed, CancellationToken ct)
    {
        var units = await database.Query(
            """
            select u.tenant, u.unit_id, u.skills, u.paused_reason is null and a.status is null as available, u.shift_ended_at is not null as ended
            from unnest($1::uuid[], $2::uuid[]) as wanted (tenant, unit_id)
            join units.unit u using (tenant, unit_id) left join units.unit_activity a using (tenant, unit_id)
            """,
            row => (Key: ReadKey(row), Skills: (Skills)row.Integer("skills"), Available: row.Flag("available"), Ended: row.Flag("ended")),
            ct,
            changed.Select(key => key.Tenant.Value).ToArray(),
            changed.Select(key => key.Unit.Value).ToArray());
        foreach (var unit in units)
        {
            if (unit.Ended)
                positions.Forget(unit.Key);
            else
                positions.SetAvailability(unit.Key, unit.Skills, unit.Available);
        }

        // All who were on shift at the start are marked before anybody is told.
        positions.AvailabilityIsKnown();
    }

    private static UnitKey ReadKey(NpgsqlDataReader row) => new(new TenantId(row.Guid("tenant")), new UnitId(row.Guid("unit_id")));
}
