-- Which offers some node looks at now because of their deadline, so that two do not do the same work; who may answer is decided by the log alone.
-- What is not renewed is not believed, so nothing of it needs to survive a crash.
create unlogged table offer_watch (
    tenant uuid not null,
    assignment_id uuid not null,
    watched_until timestamptz not null,
    primary key (tenant, assignment_id)
);

-- Nodes of the version before go on writing theirs while this is rolled out.
comment on column assignment.watched_until is 'Not read any more: see offer_watch.';
