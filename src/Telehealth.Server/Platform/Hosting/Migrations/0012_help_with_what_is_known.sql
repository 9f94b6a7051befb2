-- A call for help goes out with whatever is known: place and number may follow.
alter table emergency
    alter column latitude drop not null,
    alter column longitude drop not null,
    alter column callback_number drop not null,
    add constraint emergency_place_whole check ((latitude is null) = (longitude is null)),
    add column age_years integer,
    -- A person has set the priority: the protocol changes it no more.
    add column priority_by_hand boolean not null default false,
    -- So that each alarm is raised once.
    add column place_alarm_told boolean not null default false,
    add column nobody_present_told boolean not null default false;

update emergency e set priority_by_hand = exists (
    select from event c where c.tenant = e.tenant and c.stream_type = 'emergency' and c.stream_id = e.emergency_id and c.name = 'emergency.priority_changed.v1');

-- What changed on an emergency that a crew has taken; it is shown until the crew has seen it.
create table emergency_change (
    tenant uuid not null,
    emergency_id uuid not null,
    version bigint not null,
    text text not null,
    reason text,
    at timestamptz not null,
    primary key (tenant, emergency_id, version)
);

alter table assignment add column seen_version bigint not null default 0;

-- An alarm that has nothing to ask any more: its emergency is over, or what it asked for has come.
alter table alarm add column cleared_at timestamptz;
update alarm a set cleared_at = e.ended_at from emergency e
where e.tenant = a.tenant and e.emergency_id = a.emergency_id and e.ended_at is not null and a.acknowledged_at is null and a.kind <> 'hospitalNotTold';
drop index alarm_open;
create index alarm_open on alarm (tenant, raised_at) where acknowledged_at is null and cleared_at is null;

-- Consoles that are open now, as each node counts its own. A node that is gone is not heard of any more, and counts no longer.
create table dispatch_console (
    tenant uuid not null,
    node uuid not null,
    consoles integer not null,
    seen_at timestamptz not null,
    primary key (tenant, node)
);
