-- A person may tell a hospital by telephone what it could not be told otherwise.
alter table hospital_notice drop constraint hospital_notice_outcome_check;
alter table hospital_notice add constraint hospital_notice_outcome_check
    check (outcome in ('waiting', 'told', 'failed', 'byTelephone', 'superseded', 'rung'));

-- Who rang; null for what the server told.
alter table hospital_notice add column told_by uuid;
