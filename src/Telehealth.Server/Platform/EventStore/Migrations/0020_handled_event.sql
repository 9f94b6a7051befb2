-- What each durable subscriber has dealt with: whoever must not run ahead of one asks here, and the log stays with its owner.
create view handled_event with (security_invoker = true) as
select s.name as subscription, e.tenant, e.stream_type, e.stream_id, e.version
from subscription s join event e on (e.xid, e.position) <= (s.xid, s.position);
