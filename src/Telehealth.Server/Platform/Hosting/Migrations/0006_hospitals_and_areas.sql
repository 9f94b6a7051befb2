-- Whether hospitals take patients, by their own word as somebody entered it; one that has no row is open. Not told by the log: a rebuild leaves it.
create table hospital_status (
    tenant uuid not null,
    code text not null,
    status text not null check (status in ('open', 'divert', 'closed')),
    reason text,
    since timestamptz not null,
    until timestamptz,
    changed_by uuid not null,
    primary key (tenant, code),
    check ((status = 'open') = (reason is null))
);

-- What hospitals are told of patients on their way, and whether it reached them. It speaks to the outside, so a rebuild leaves it.
create table hospital_notice (
    tenant uuid not null,
    notice_id uuid not null,
    emergency_id uuid not null,
    assignment_id uuid not null,
    unit_id uuid not null,
    hospital_code text not null,
    -- A patient is coming, or is not coming any more.
    kind text not null check (kind in ('coming', 'notComing')),
    outcome text not null check (outcome in ('waiting', 'told', 'failed', 'byTelephone', 'superseded')),
    drive_seconds integer,
    drive_source text,
    at timestamptz not null,
    tries integer not null default 0,
    next_try_at timestamptz,
    told_at timestamptz,
    -- Why the last try failed: a status code or a kind of failure, never what was sent.
    failure text,
    primary key (tenant, notice_id)
);

create index hospital_notice_due on hospital_notice (next_try_at) where outcome = 'waiting';
create index hospital_notice_by_emergency on hospital_notice (tenant, emergency_id, at);

-- Where a unit was asked to wait, and when; null when nobody asked.
alter table unit
    add column post_name text,
    add column posted_at timestamptz;
