-- Pictures that crews took at work. They are not events: too large for the log, and a rebuild leaves them.
create table job_photo (
    tenant uuid not null,
    photo_id uuid not null,
    assignment_id uuid not null,
    -- Counts from 1 in each assignment: who comes at the same moment meets the unique key, and the check is the limit.
    number integer not null constraint at_most_20_photos_per_job check (number between 1 and 20),
    taken_by uuid not null,
    taken_at timestamptz not null,
    received_at timestamptz not null,
    content_type text not null,
    content bytea not null,
    primary key (tenant, photo_id),
    constraint one_photo_per_number unique (tenant, assignment_id, number)
);

-- Who has looked at which: a picture of a patient is never opened unseen.
create table job_photo_view (
    tenant uuid not null,
    photo_id uuid not null,
    seen_by uuid not null,
    seen_at timestamptz not null
);

create index job_photo_view_by_photo on job_photo_view (tenant, photo_id, seen_at);
