-- Whether nobody new may take a seat.
alter table consult add column locked boolean not null default false;

-- How the call was for each participant: figures only, no name and nothing about health. Measured, not told by the log: a rebuild leaves it.
create table consult_quality (
    tenant uuid not null,
    consult_id uuid not null,
    participant_id uuid not null,
    role text not null,
    seconds integer not null,
    worst_rung text not null,
    video_share double precision not null,
    audio_only_share double precision not null,
    suggest_phone_share double precision not null,
    round_trip_median_ms double precision,
    round_trip_p95_ms double precision,
    loss_from_median_percent double precision not null,
    loss_from_p95_percent double precision not null,
    loss_to_median_percent double precision not null,
    loss_to_p95_percent double precision not null,
    freezes integer not null,
    frames_dropped_share double precision not null,
    break_ups integer not null,
    reconnects integer not null,
    path text not null,
    -- What most likely made it bad, as docs/protocol.md names it.
    trouble text not null,
    primary key (tenant, consult_id, participant_id)
);
