-- Every table and view moves into its owner's schema, with its rows, keys, indexes and sequences. All of it is one transaction: a server
-- that is killed in the middle leaves every table where it was. identity and people are Access's already, and schema_migration stays where
-- it is, so that a server of before finds it and says that it is too old. Nodes of the version before cannot go on beside this one: they
-- name tables where these no longer are.
create schema if not exists event_store;
create schema if not exists consults;
create schema if not exists units;
create schema if not exists emergencies;
create schema if not exists dispatching;
create schema if not exists paramedics;
create schema if not exists hospitals;

do $move$
declare
    moving record;
    -- Where servers of before found it, by the search path, and where it belongs.
    old regclass;
    home regclass;
begin
    for moving in
        select * from (values
            ('stream', 'event_store'),
            ('event', 'event_store'),
            ('command', 'event_store'),
            ('subscription', 'event_store'),
            ('parked_event', 'event_store'),
            ('handled_event', 'event_store'),
            ('consult', 'consults'),
            ('consult_message', 'consults'),
            ('consult_quality', 'consults'),
            ('guest_link', 'consults'),
            ('waiting_presence', 'consults'),
            ('unit', 'units'),
            ('unit_on_shift', 'units'),
            ('unit_activity', 'units'),
            ('shift_crew', 'units'),
            ('vehicle', 'units'),
            ('unit_fix', 'units'),
            ('unit_track', 'units'),
            ('unit_heard', 'units'),
            ('unit_listening', 'units'),
            ('emergency', 'emergencies'),
            ('emergency_need', 'emergencies'),
            ('emergency_change', 'emergencies'),
            ('assignment', 'emergencies'),
            ('reservation', 'emergencies'),
            ('alarm', 'emergencies'),
            ('dispatch_console', 'dispatching'),
            ('offer_watch', 'dispatching'),
            ('job_photo', 'paramedics'),
            ('job_photo_view', 'paramedics'),
            ('hospital_status', 'hospitals'),
            ('hospital_notice', 'hospitals')
        ) as table_of (name, schema)
    loop
        old := to_regclass(moving.name);
        home := to_regclass(moving.schema || '.' || moving.name);
        if home is null and old is null then
            raise exception
                'The table % is gone, and it is not in the schema % either. Move it there or restore the backup, then start again.',
                moving.name, moving.schema;
        elsif home is null then
            execute format('alter table %s set schema %I', old, moving.schema);
        elsif old <> home then
            raise exception
                'The table % is there twice, in the schemas % and %. Move the one whose rows do not count elsewhere and start again.',
                moving.name, (select relnamespace::regnamespace from pg_class where oid = old), moving.schema;
        end if;
        -- Otherwise somebody has moved it already.
    end loop;
end $move$;
