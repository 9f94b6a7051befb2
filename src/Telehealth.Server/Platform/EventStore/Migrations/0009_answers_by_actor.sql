-- Whoever sends a command chooses its id, so an id means something only together with who sent it: another's use of it takes nothing away.
alter table command drop constraint command_pkey;
alter table command add constraint command_pkey primary key (tenant, actor_kind, actor_id, command_id);

-- Answers are kept for as long as somebody may still ask again, and then removed, oldest first.
create index command_by_age on command (at);

-- When the node that runs a subscriber last said that it is alive. Silence for too long ends its hold.
alter table subscription add column alive_at timestamptz;
