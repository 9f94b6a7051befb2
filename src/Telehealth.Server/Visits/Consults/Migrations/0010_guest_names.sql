-- Nodes of the version before go on writing while this is rolled out: what they do not know stays null.

-- Whom the clinician invited stands beside how whoever came wants to be called, and each message keeps the name under which it was written.
alter table guest_link add column invited_name text;
update guest_link set invited_name = name;

-- The version of the consult at which the guest sat down last: what was said before is not theirs to read.
alter table guest_link add column joined_at_version bigint;

alter table consult_message add column guest_name text;
update consult_message m set guest_name = g.name from guest_link g where g.tenant = m.tenant and g.link_id = m.from_id;
