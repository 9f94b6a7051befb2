-- A line that was withdrawn: its text is gone from here, and who withdrew it stands beside it.
alter table consults.consult_message add column withdrawn_at timestamptz;
alter table consults.consult_message add column withdrawn_by uuid;

-- How far each participant's page has received and shown the chat. Told by pages, not by the log: a rebuild leaves it.
create table consults.chat_mark (
    tenant uuid not null,
    consult_id uuid not null,
    participant_id uuid not null,
    delivered bigint not null,
    read bigint not null,
    primary key (tenant, consult_id, participant_id)
);
