namespace Telehealth.Server.Tests.Hosting;

/// <summary>A row in each table of a database whose tables had no schemas yet.</summary>
internal static class DatabaseOfBefore
{
    /// <summary>Of the time of migration 8.</summary>
    public const string EarlyRows =
        """
        insert into stream values (gen_random_uuid(), 'unit', gen_random_uuid(), 1);
        insert into event (tenant, stream_type, stream_id, version, name, body, actor_kind, actor_id, at, command_id)
        select tenant, stream_type, stream_id, version, 'unit.shift_started.v1', '{}', 'paramedic', stream_id, now(), gen_random_uuid()
        from stream;
        insert into command select tenant, command_id, stream_type, stream_id, actor_kind, actor_id, version, 1, null, null, at from event;
        insert into subscription select 'dispatcher', xid, position from event;
        insert into parked_event select tenant, 'dispatcher', position, stream_type, stream_id, version, 3, 'No room' from event;

        insert into consult (tenant, consult_id, version, phase, patient_id, reason, asked_at)
        select tenant, gen_random_uuid(), 3, 'inProgress', gen_random_uuid(), 'A rash', now() from stream;
        insert into guest_link select tenant, gen_random_uuid(), consult_id, '\x01', 'Iris', 'interpreter', now(), null, now() from consult;
        insert into consult_message select l.tenant, consult_id, 2, gen_random_uuid(), link_id, 'Hello', now() from guest_link l;
        insert into consult_quality
        select tenant, consult_id, gen_random_uuid(), 'patient', 90, 'high', 1, 0, 0, 20, 30, 0, 0, 0, 0, 0, 0, 0, 0, 'direct', 'none'
        from consult;

        insert into vehicle select tenant, gen_random_uuid(), 'A11', 7 from stream;
        insert into unit (tenant, unit_id, vehicle_id, call_sign, crew, skills, status_since, shift_started_at, version)
        select tenant, gen_random_uuid(), vehicle_id, call_sign, array[gen_random_uuid()], skills, now(), now(), 1 from vehicle;
        insert into unit_on_shift select tenant, unit_id, vehicle_id from unit;
        insert into shift_crew select tenant, crew[1], unit_id from unit;
        insert into unit_fix select tenant, unit_id, 52.5, 13.4, 5, null, now() from unit;
        insert into unit_track select tenant, unit_id, at, latitude, longitude from unit_fix;

        insert into emergency (tenant, emergency_id, version, phase, priority, complaint, description, latitude, longitude,
            location_source, callback_number, needed_skills, priority_reasons, raised_at, missing)
        select tenant, gen_random_uuid(), 2, 'assigned', 1, 'chest-pain', 'Pain', 52.5, 13.4, 'map', '110', 1, array['pain'], now(), 0
        from stream;
        insert into emergency_need select tenant, emergency_id, 1, 'Ambulance', 1 from emergency;
        insert into assignment (tenant, assignment_id, emergency_id, epoch, unit_id, status, by_hand, offered_at, deadline, status_at)
        select tenant, gen_random_uuid(), emergency_id, 1, unit_id, 'accepted', false, now(), now(), now()
        from emergency join unit using (tenant);
        insert into unit_activity select tenant, unit_id, emergency_id, status, now(), 2 from assignment;
        insert into reservation (tenant, assignment_id, emergency_id, epoch, unit_id, need, by_hand, reserved_at)
        select tenant, gen_random_uuid(), emergency_id, 2, unit_id, 1, true, now() from assignment;
        insert into alarm (tenant, alarm_id, kind, emergency_id, raised_at)
        select tenant, gen_random_uuid(), 'nobodyLeft', emergency_id, now() from emergency;

        insert into job_photo
        select tenant, gen_random_uuid(), assignment_id, 1, gen_random_uuid(), now(), now(), 'image/jpeg', '\x02' from assignment;
        insert into job_photo_view select tenant, photo_id, taken_by, now() from job_photo;
        insert into hospital_status select tenant, 'north', 'closed', 'Full', now(), null, gen_random_uuid() from stream;
        insert into hospital_notice (tenant, notice_id, emergency_id, assignment_id, unit_id, hospital_code, kind, outcome, at)
        select tenant, gen_random_uuid(), emergency_id, assignment_id, unit_id, 'north', 'coming', 'told', now() from assignment;
        """;

    /// <summary>Of tables that were made after it.</summary>
    public const string LaterRows =
        """
        insert into waiting_presence select tenant, consult_id, now() from consult;
        insert into unit_heard select tenant, unit_id, now() from unit;
        insert into unit_listening (since, heard_until, written_at) values (now(), now(), now());
        insert into emergency_change select tenant, emergency_id, 2, 'The place has changed.', null, now() from emergency;
        insert into dispatch_console select tenant, gen_random_uuid(), 1, now() from stream;
        insert into offer_watch select tenant, assignment_id, now() from assignment;
        """;
}
