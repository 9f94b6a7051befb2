-- Rows that screens read. All but vehicle, unit_fix and unit_track can be written again from the log.

create table consult (
    tenant uuid not null,
    consult_id uuid not null,
    version bigint not null,
    phase text not null,
    patient_id uuid not null,
    clinician_id uuid,
    reason text not null,
    asked_at timestamptz not null,
    booked_for timestamptz,
    waiting_since timestamptz,
    started_at timestamptz,
    ended_at timestamptz,
    primary key (tenant, consult_id)
);

-- A patient waits for one consult at a time.
create unique index one_waiting_consult_per_patient on consult (tenant, patient_id) where phase = 'waiting';
create index consult_by_patient on consult (tenant, patient_id, asked_at desc);
create index consult_by_clinician on consult (tenant, clinician_id, asked_at desc);
create index consult_open on consult (tenant, phase) where phase in ('waiting', 'inProgress', 'booked');

create table consult_message (
    tenant uuid not null,
    consult_id uuid not null,
    sequence bigint not null,
    command_id uuid not null,
    from_id uuid not null,
    text text not null,
    at timestamptz not null,
    primary key (tenant, consult_id, sequence)
);

create table guest_link (
    tenant uuid not null,
    link_id uuid not null,
    consult_id uuid not null,
    token_hash bytea not null,
    name text not null,
    role text not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    made_at timestamptz not null,
    primary key (tenant, link_id)
);

create unique index guest_link_by_token on guest_link (token_hash);
create index guest_link_by_consult on guest_link (tenant, consult_id);

create table unit (
    tenant uuid not null,
    unit_id uuid not null,
    vehicle_id uuid not null,
    call_sign text not null,
    crew uuid[] not null,
    skills integer not null,
    paused_reason text,
    status_since timestamptz not null,
    shift_started_at timestamptz not null,
    shift_ended_at timestamptz,
    version bigint not null,
    primary key (tenant, unit_id)
);

-- Units that can be sent. The keys are rules: one crew in a vehicle, one shift for a person.
create table unit_on_shift (
    tenant uuid not null,
    unit_id uuid not null,
    vehicle_id uuid not null,
    primary key (tenant, unit_id),
    constraint one_crew_per_vehicle unique (tenant, vehicle_id)
);

create table shift_crew (
    tenant uuid not null,
    person_id uuid not null,
    unit_id uuid not null,
    constraint one_shift_per_person primary key (tenant, person_id)
);

create index shift_crew_by_unit on shift_crew (tenant, unit_id);

create table emergency (
    tenant uuid not null,
    emergency_id uuid not null,
    version bigint not null,
    phase text not null,
    priority integer not null,
    complaint text not null,
    description text not null,
    patient_id uuid,
    latitude double precision not null,
    longitude double precision not null,
    accuracy_metres double precision,
    location_source text not null,
    location_note text,
    callback_number text not null,
    needed_skills integer not null,
    priority_reasons text[] not null,
    raised_at timestamptz not null,
    ended_at timestamptz,
    primary key (tenant, emergency_id)
);

create index emergency_open on emergency (tenant, priority, raised_at) where ended_at is null;
-- A second request of the same account would send a second crew to the same place.
create unique index one_open_emergency_per_patient on emergency (tenant, patient_id) where ended_at is null;
create index emergency_by_patient on emergency (tenant, patient_id, raised_at desc);
create index emergency_by_end on emergency (tenant, ended_at);

create table assignment (
    tenant uuid not null,
    assignment_id uuid not null,
    emergency_id uuid not null,
    epoch integer not null,
    unit_id uuid not null,
    status text not null,
    by_hand boolean not null,
    travel_seconds integer,
    travel_metres integer,
    travel_source text,
    offered_at timestamptz not null,
    deadline timestamptz not null,
    status_at timestamptz not null,
    ended_at timestamptz,
    -- The unit while it is bound, so that a live assignment needs a unit on shift and a shift cannot end under one.
    bound_unit_id uuid generated always as (case when ended_at is null then unit_id end) stored,
    primary key (tenant, assignment_id),
    constraint unit_must_be_on_shift foreign key (tenant, bound_unit_id) references unit_on_shift (tenant, unit_id)
);

-- No unit is given twice: this index is the rule, and every path of assignment meets it.
create unique index one_live_assignment_per_unit on assignment (tenant, unit_id) where ended_at is null;
create index assignment_by_emergency on assignment (tenant, emergency_id, epoch);
create index assignment_by_deadline on assignment (deadline) where status = 'offered';

-- What a unit's jobs last did to it: its version counts up with each change, so that a late row is told from a new one.
create table unit_activity (
    tenant uuid not null,
    unit_id uuid not null,
    emergency_id uuid,
    status text,
    since timestamptz not null,
    version bigint not null,
    primary key (tenant, unit_id)
);

create table alarm (
    tenant uuid not null,
    alarm_id uuid not null,
    kind text not null,
    emergency_id uuid not null,
    unit_id uuid,
    raised_at timestamptz not null,
    acknowledged_at timestamptz,
    acknowledged_by uuid,
    primary key (tenant, alarm_id)
);

create index alarm_open on alarm (tenant, raised_at) where acknowledged_at is null;

-- Vehicles that crews can take. Kept by administrators, not by the log.
create table vehicle (
    tenant uuid not null,
    vehicle_id uuid not null,
    call_sign text not null,
    skills integer not null,
    primary key (tenant, vehicle_id),
    constraint one_vehicle_per_call_sign unique (tenant, call_sign)
);

-- The last fix of each unit, and the sampled track. Raw positions are not events: see docs/architecture.md.
create table unit_fix (
    tenant uuid not null,
    unit_id uuid not null,
    latitude double precision not null,
    longitude double precision not null,
    accuracy_metres double precision,
    heading_degrees double precision,
    at timestamptz not null,
    primary key (tenant, unit_id)
);

create table unit_track (
    tenant uuid not null,
    unit_id uuid not null,
    at timestamptz not null,
    latitude double precision not null,
    longitude double precision not null,
    primary key (tenant, unit_id, at)
);
