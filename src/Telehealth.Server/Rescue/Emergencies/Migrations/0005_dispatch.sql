-- A response of several units: what each must bring, who is asked, bound or reserved for it.

alter table emergency
    add column alarm_level integer not null default 1,
    -- Which row of the response plans said who is sent; null where triage alone did.
    add column plan text,
    add column plan_version integer,
    add column nobody_left boolean not null default false,
    -- Needs that nobody is asked for or bound to, and that nobody has met.
    add column missing integer not null default 1,
    add column overdue_told boolean not null default false,
    add column welfare_asked_at timestamptz;

create table emergency_need (
    tenant uuid not null,
    emergency_id uuid not null,
    number integer not null,
    role text not null,
    skills integer not null,
    met_at timestamptz,
    primary key (tenant, emergency_id, number)
);

alter table assignment
    add column need integer not null default 1,
    add column relieves uuid,
    -- Whom the rule would have asked, when a person chose another.
    add column recommended_unit_id uuid,
    add column pages integer not null default 1,
    add column hospital_code text,
    add column hospital_name text,
    -- Which node looks at this offer's deadline now, so that two do not do the same work; who may answer is decided by the log alone.
    add column watched_until timestamptz;

-- Emergencies of before had one need.
insert into emergency_need (tenant, emergency_id, number, role, skills, met_at)
select e.tenant, e.emergency_id, 1, 'Ambulance', e.needed_skills,
    (select max(a.ended_at) from assignment a where a.tenant = e.tenant and a.emergency_id = e.emergency_id and a.status = 'clear')
from emergency e;

update emergency e set
    nobody_left = phase = 'unserved',
    missing = case when ended_at is null and not exists (
        select from assignment a where a.tenant = e.tenant and a.emergency_id = e.emergency_id and a.ended_at is null) then 1 else 0 end;

-- Emergencies that wait for a unit.
create index emergency_waiting on emergency (tenant, priority, raised_at) where ended_at is null and missing > 0;

-- A job kept for a unit that still has another. It binds nobody: only an assignment does.
create table reservation (
    tenant uuid not null,
    assignment_id uuid not null,
    emergency_id uuid not null,
    epoch integer not null,
    unit_id uuid not null,
    need integer not null,
    by_hand boolean not null,
    travel_seconds integer,
    travel_metres integer,
    travel_source text,
    reserved_at timestamptz not null,
    ended_at timestamptz,
    primary key (tenant, assignment_id)
);

create unique index one_reservation_per_unit on reservation (tenant, unit_id) where ended_at is null;
create index reservation_by_emergency on reservation (tenant, emergency_id) where ended_at is null;
