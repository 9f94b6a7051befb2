-- When a clinician sent the patient back to the waiting room, and why; null again once the patient is admitted.
alter table consult
    add column returned_at timestamptz,
    add column return_reason text;

-- As it was typed: what cannot be dialled is still what somebody said. Null when none is known.
alter table identity.person
    add column telephone text check (length(telephone) between 1 and 100);
