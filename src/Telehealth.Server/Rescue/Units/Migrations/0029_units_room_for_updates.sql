-- One row for each unit, written anew with every step of a job and every position: with room on the page the index need not follow.
alter table units.unit_activity set (fillfactor = 50);
alter table units.unit_fix set (fillfactor = 50);
alter table units.unit_heard set (fillfactor = 50);
