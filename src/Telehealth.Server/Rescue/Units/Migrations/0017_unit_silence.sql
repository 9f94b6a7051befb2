-- The alarm about a crew without a job of which nothing was heard. The last one stays with its unit, so that the crew can be told of it too.
alter table unit
    add column silence_alarm_id uuid,
    add column silent_since timestamptz,
    add column silence_raised_at timestamptz,
    add column silence_acknowledged_at timestamptz,
    add column silence_acknowledged_by uuid,
    add column silence_ended_at timestamptz;

-- When something was last heard of a unit, by whichever node heard it: its crew's page was connected, or a position came. By the server's time of
-- arrival. What is not renewed is not believed, so nothing of it needs to survive a crash.
create unlogged table unit_heard (
    tenant uuid not null,
    unit_id uuid not null,
    heard_at timestamptz not null,
    primary key (tenant, unit_id)
);

-- One row: since when some node has listened without a gap. Nobody fell silent while nobody listened.
create unlogged table unit_listening (
    only_row boolean primary key default true check (only_row),
    since timestamptz not null,
    -- By the nodes' time of day, as heard_at is.
    heard_until timestamptz not null,
    -- By the database's own clock, which tells a gap from a clock that was set.
    written_at timestamptz not null
);
