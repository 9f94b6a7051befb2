-- The log and what keeps it honest. Every key starts with the tenant.

-- The newest version of each stream. Its conditional update is the first arbiter between writers.
create table stream (
    tenant uuid not null,
    stream_type text not null,
    stream_id uuid not null,
    version bigint not null check (version > 0),
    primary key (tenant, stream_type, stream_id)
);

-- The log. The primary key is the second arbiter: no version of a stream can be written twice.
create table event (
    tenant uuid not null,
    stream_type text not null,
    stream_id uuid not null,
    version bigint not null check (version > 0),
    position bigint generated always as identity,
    xid xid8 not null default pg_current_xact_id(),
    name text not null,
    body jsonb not null,
    actor_kind text not null,
    actor_id uuid not null,
    at timestamptz not null,
    command_id uuid not null,
    primary key (tenant, stream_type, stream_id, version)
);

-- The order of those who read the whole log. A position is drawn before its transaction commits, so a reader that went by position alone
-- could pass one by; it takes only transactions that all ended, in their order. The server makes both values, so the key tells nobody anything.
create unique index event_log_order on event (xid, position);

-- First answers. The same command id gets the same answer again, for as long as the log is kept.
create table command (
    tenant uuid not null,
    command_id uuid not null,
    stream_type text not null,
    stream_id uuid not null,
    actor_kind text not null,
    actor_id uuid not null,
    version bigint not null,
    event_count integer not null,
    -- Empty when the command was met.
    rejection_code text,
    rejection_text text,
    at timestamptz not null,
    primary key (tenant, command_id),
    check ((rejection_code is null) = (rejection_text is null))
);

-- Durable subscribers and the last event that each has dealt with. They follow the whole log, so they belong to no tenant.
create table subscription (
    name text primary key,
    xid xid8 not null,
    position bigint not null,
    moved_at timestamptz not null default now()
);

-- Events that a subscriber could not deal with after all its tries. Somebody must look.
create table parked_event (
    tenant uuid not null,
    subscription text not null,
    position bigint not null,
    stream_type text not null,
    stream_id uuid not null,
    version bigint not null,
    tries integer not null,
    reason text not null,
    parked_at timestamptz not null default now(),
    primary key (tenant, subscription, position)
);
