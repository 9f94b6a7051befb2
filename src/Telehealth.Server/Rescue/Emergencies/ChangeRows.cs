using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;

namespace Telehealth.Server.Rescue.Emergencies;

/// <summary>The part of the read model that learns more about an emergency, and keeps what its crews must be told.</summary>
internal static class ChangeRows
{
    /// <summary>About as far as a device is off under the open sky: nobody drives elsewhere for less.</summary>
    private const double MetresWorthTelling = 50;

    public static void Apply(NpgsqlBatch batch, StoredEvent stored)
    {
        switch (stored.Event)
        {
            case DetailsGiven details:
                Triage(batch, stored, details.Complaint, details.Triage);
                EmergencyReadModel.Change(
                    batch, stored, "description = coalesce($4::text, description), callback_number = coalesce($5::text, callback_number)",
                    details.Description, details.CallbackNumber);
                break;
            case EmergencyCorrected corrected:
                Correct(batch, stored, corrected);
                break;
            case EmergencyReopened:
                Reopen(batch, stored);
                break;
            case ChangesSeen seen:
                EmergencyReadModel.Touch(batch, stored);
                batch.Add(
                    "update emergencies.assignment set seen_version = $3 where tenant = $1 and assignment_id = $2", stored.Tenant.Value,
                    seen.Assignment.Value, seen.Version);
                break;
            case CallerAdded caller:
                EmergencyReadModel.Touch(batch, stored);
                Tell(batch, stored, "Another caller has told more.", caller.Words, caller.At);
                break;
        }
    }

    public static void Improve(NpgsqlBatch batch, StoredEvent stored, LocationImproved improved)
    {
        TellOfMove(batch, stored, improved);
        Locate(batch, stored, improved.Place, improved.At);
    }

    /// <summary>A device finds itself better and better: a crew is called only to another place, or to other words about it.</summary>
    private static void TellOfMove(NpgsqlBatch batch, StoredEvent stored, LocationImproved improved) =>
        batch.Add(
            """
            insert into emergencies.emergency_change (tenant, emergency_id, version, text, reason, at)
            select e.tenant, e.emergency_id, $3, 'The place has changed.', null, $4 from emergencies.emergency e
            where e.tenant = $1 and e.emergency_id = $2
                and exists (select from emergencies.assignment a where a.tenant = $1 and a.emergency_id = $2 and a.ended_at is null and a.status <> 'offered')
                and (e.latitude is null or e.location_note is distinct from $7::text
                    or 111195 * sqrt(power(e.latitude - $5::double precision, 2) + power((e.longitude - $6::double precision) * cos(radians(e.latitude)), 2)) > $8)
            """,
            stored.Tenant.Value, stored.StreamId, stored.Version, improved.At, improved.Place.Point?.Latitude,
            improved.Place.Point?.Longitude, improved.Place.Note,
            MetresWorthTelling);

    private static void Correct(NpgsqlBatch batch, StoredEvent stored, EmergencyCorrected corrected)
    {
        var (was, now) = (corrected.Was, corrected.Now);
        if (now.Place is { } place)
            Locate(batch, stored, place, corrected.At);
        if (corrected.Triage is { } triage)
            Triage(batch, stored, now.Complaint, triage);
        EmergencyReadModel.Change(
            batch, stored,
            "callback_number = case when $4::text is null then callback_number else nullif($4::text, '') end, age_years = coalesce($5::integer, age_years)",
            now.CallbackNumber, now.AgeYears);
        Tell(batch, stored, ChangeText.Of(was, now), corrected.Reason, corrected.At);
    }

    /// <summary>A person's priority stays: such a row has one that no triage gave.</summary>
    private static void Triage(NpgsqlBatch batch, StoredEvent stored, string? complaint, TriageResult triage) =>
        EmergencyReadModel.Change(
            batch, stored,
            """
            complaint = coalesce($4::text, complaint), needed_skills = $5,
            priority = case when priority_by_hand then priority else $6 end, priority_reasons = case when priority_by_hand then priority_reasons else $7 end
            """,
            complaint, (int)triage.NeededSkills, (int)triage.Priority, triage.Reasons.ToArray());

    private static void Locate(NpgsqlBatch batch, StoredEvent stored, Place place, DateTimeOffset at)
    {
        EmergencyReadModel.Change(
            batch, stored,
            "latitude = $4::double precision, longitude = $5::double precision, accuracy_metres = $6::double precision, location_source = $7, location_note = $8::text",
            place.Point?.Latitude, place.Point?.Longitude, place.AccuracyMetres, place.Source.ToWire(), place.Note);
        if (place.Point is not null)
        {
            batch.Add(
                "update emergencies.alarm set cleared_at = $3 where tenant = $1 and emergency_id = $2 and kind = 'placeMissing' and acknowledged_at is null and cleared_at is null",
                stored.Tenant.Value, stored.StreamId, at);
        }
    }

    /// <summary>The unit that was the last to be clear is needed again, when each had been met.</summary>
    private static void Reopen(NpgsqlBatch batch, StoredEvent stored)
    {
        batch.Add(
            """
            update emergencies.emergency_need n set met_at = null
            where n.tenant = $1 and n.emergency_id = $2
                and not exists (select from emergencies.emergency_need o where o.tenant = $1 and o.emergency_id = $2 and o.met_at is null)
                and n.number = (
                    select a.need from emergencies.assignment a where a.tenant = $1 and a.emergency_id = $2 and a.status = 'clear' order by a.ended_at desc, a.epoch desc limit 1)
            """,
            stored.Tenant.Value, stored.StreamId);
        // It is open before its phase is reckoned.
        EmergencyReadModel.Change(batch, stored, "phase = 'searching', ended_at = null");
        NeedRows.Refresh(batch, stored, nobodyLeft: false);
    }

    /// <summary>Nobody has to be told while nobody has taken the job: who takes it sees what is known then.</summary>
    private static void Tell(NpgsqlBatch batch, StoredEvent stored, string text, string? reason, DateTimeOffset at) =>
        batch.Add(
            """
            insert into emergencies.emergency_change (tenant, emergency_id, version, text, reason, at)
            select $1, $2, $3, $4, $5::text, $6 where exists (
                select from emergencies.assignment a where a.tenant = $1 and a.emergency_id = $2 and a.ended_at is null
                    and a.status <> 'offered')
            """,
            stored.Tenant.Value, stored.StreamId, stored.Version, text, reason, at);
}
