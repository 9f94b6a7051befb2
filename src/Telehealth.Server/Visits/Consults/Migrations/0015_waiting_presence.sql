-- When the page of a waiting patient was last seen connected, by whichever node has the connection. What is not renewed is not believed, so
-- nothing of it needs to survive a crash.
create unlogged table waiting_presence (
    tenant uuid not null,
    consult_id uuid not null,
    seen_at timestamptz not null,
    primary key (tenant, consult_id)
);
