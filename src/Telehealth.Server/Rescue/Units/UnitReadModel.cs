using Npgsql;
using Telehealth.Server.Platform.EventStore;
using static Telehealth.Domain.Rescue.Paramedics.UnitEvent;

namespace Telehealth.Server.Rescue.Units;

/// <summary>Units, who is on shift, and the two rules across units: one crew in a vehicle, one shift for a person.</summary>
internal sealed class UnitReadModel : IInlineReadModel
{
    // An alarm that goes on keeps who has acknowledged it.
    private const string Silent = """
        silence_alarm_id = $3, silent_since = $5, silence_raised_at = $4, silence_ended_at = null,
        silence_acknowledged_at = case when silence_alarm_id = $3 then silence_acknowledged_at end,
        silence_acknowledged_by = case when silence_alarm_id = $3 then silence_acknowledged_by end
        """;

    public string Name => "units";

    public IReadOnlyList<string> Tables { get; } = ["units.unit", "units.unit_on_shift", "units.shift_crew"];

    public void Apply(StoredEvent stored, NpgsqlBatch batch)
    {
        var tenant = stored.Tenant.Value;
        var unit = stored.StreamId;
        switch (stored.Event)
        {
            case ShiftStarted started:
                var crew = started.Crew.Select(person => person.Value).ToArray();
                batch.Add(
                    """
                    insert into units.unit (tenant, unit_id, vehicle_id, call_sign, crew, skills, status_since, shift_started_at, version)
                    values ($1, $2, $3, $4, $5, $6, $7, $7, 1)
                    """,
                    tenant, unit, started.Vehicle, started.CallSign, crew, (int)started.Skills, started.At);
                batch.Add(
                    "insert into units.unit_on_shift (tenant, unit_id, vehicle_id) values ($1, $2, $3)", tenant, unit, started.Vehicle);
                batch.Add(
                    "insert into units.shift_crew (tenant, person_id, unit_id) select $1, person, $2 from unnest($3::uuid[]) person",
                    tenant, unit, crew);
                break;
            case UnitPaused paused:
                Change(batch, stored, $"paused_reason = $3, status_since = $4, {SilenceOver("$4")}", paused.Reason, paused.At);
                break;
            case UnitResumed resumed:
                Change(batch, stored, "paused_reason = null, status_since = $3", resumed.At);
                break;
            case UnitPosted posted:
                Change(batch, stored, "post_name = $3, posted_at = $4", posted.Post, posted.At);
                break;
            case UnitWentSilent silent:
                Change(batch, stored, Silent, silent.Alarm.Value, silent.At, silent.Since);
                break;
            case SilenceAcknowledged seen:
                Change(batch, stored, "silence_acknowledged_at = $3, silence_acknowledged_by = $4", seen.At, stored.Actor.Id);
                break;
            case SilenceEnded over:
                Change(batch, stored, "silence_ended_at = $3", over.At);
                break;
            case ShiftEnded ended:
                batch.Add("delete from units.unit_on_shift where tenant = $1 and unit_id = $2", tenant, unit);
                batch.Add("delete from units.shift_crew where tenant = $1 and unit_id = $2", tenant, unit);
                Change(batch, stored, $"shift_ended_at = $3, status_since = $3, {SilenceOver("$3")}", ended.At);
                break;
        }
    }

    private static string SilenceOver(string at) =>
        $"silence_ended_at = case when silence_alarm_id is not null then coalesce(silence_ended_at, {at}) end";

    private static void Change(NpgsqlBatch batch, StoredEvent stored, string assignments, params ReadOnlySpan<object?> values) =>
        batch.Add(
            $"update units.unit set version = version + 1, {assignments} where tenant = $1 and unit_id = $2",
            [stored.Tenant.Value, stored.StreamId, .. values]);
}
