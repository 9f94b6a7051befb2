-- What sort of refusal an answer is. Empty for a command that was met, for answers that were given before, and for those of an older server
-- beside this one: they came of the entity's state.
alter table command add column rejection_kind text;

-- The one refusal among the older answers that is told as a conflict.
update command set rejection_kind = 'Conflict' where rejection_code = 'plans.changed_meanwhile';
