-- Emergencies of a time, also those that are over: what a search looks through.
create index emergency_by_time on emergency (tenant, raised_at desc);
