-- On which node a consult's room is, and how often it was placed. A node that finds a higher number than the one under which it opened the
-- room has lost it, while it stood still or was cut off. Told by nodes, not by the log: a rebuild leaves it.
create table consults.consult_room (
    tenant uuid not null,
    consult_id uuid not null,
    node text not null,
    epoch bigint not null,
    primary key (tenant, consult_id)
);
