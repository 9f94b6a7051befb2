-- An emergency is written some ten times within minutes of its call, mostly its version and phase alone. With room left on its page
-- PostgreSQL puts the new row beside the old one and leaves the indexes be; without it each of those writes goes into every one of them.
alter table emergencies.emergency set (fillfactor = 50);
alter table emergencies.emergency_need set (fillfactor = 70);
alter table emergencies.assignment set (fillfactor = 60);
