-- People, their sign-ins and the keys that protect them. Every key starts with the tenant.
create schema identity;

create table identity.person (
    tenant uuid not null,
    id uuid not null,
    email text not null check (length(email) <= 254),
    normalized_email text not null,
    display_name text not null check (length(display_name) between 1 and 120),
    roles text[] not null check (roles <@ array['patient', 'clinician', 'paramedic', 'dispatcher', 'admin']),
    password_hash text,
    -- Changes with the password, the roles and when disabled: a sign-in that began before the change opens no session after it.
    security_stamp text not null,
    concurrency_stamp text not null,
    disabled boolean not null default false,
    created_at timestamptz not null,
    last_sign_in_at timestamptz,
    primary key (tenant, id),
    constraint person_email_is_unique unique (tenant, normalized_email)
);

create index person_by_name on identity.person (tenant, lower(display_name));

-- One sign-in: a browser, a device, or a guest who came by a link. Secrets stand here as SHA-256 only.
create table identity.session (
    tenant uuid not null,
    id uuid not null,
    kind text not null check (kind in ('browser', 'device', 'guest')),
    -- What the cookie carries; a device's secrets are its refresh tokens.
    secret_hash bytea,
    person_id uuid,
    guest_link_id uuid,
    guest_consult_id uuid,
    guest_name text,
    created_at timestamptz not null,
    idle_until timestamptz not null,
    expires_at timestamptz not null,
    primary key (tenant, id),
    constraint session_secret_is_unique unique (tenant, secret_hash),
    foreign key (tenant, person_id) references identity.person on delete cascade,
    check ((kind = 'device') = (secret_hash is null)),
    check ((kind = 'guest') = (person_id is null)),
    check ((kind = 'guest') = (guest_link_id is not null and guest_consult_id is not null and guest_name is not null))
);

create index session_of_person on identity.session (tenant, person_id);
create index session_of_guest on identity.session (tenant, guest_link_id) where guest_link_id is not null;
create index session_end on identity.session (expires_at);

-- Used ones are kept while their session lives: presenting one again gives a thief away.
create table identity.refresh_token (
    tenant uuid not null,
    secret_hash bytea not null,
    session_id uuid not null,
    issued_at timestamptz not null,
    used_at timestamptz,
    successor_hash bytea,
    primary key (tenant, secret_hash),
    foreign key (tenant, session_id) references identity.session on delete cascade
);

create index refresh_token_of_session on identity.refresh_token (tenant, session_id);

-- Tries to sign in, counted for addresses that nobody has just as for those that somebody has, so that a lock tells nothing.
-- The address stands as SHA-256: people type passwords into the wrong field.
create table identity.sign_in_try (
    tenant uuid not null,
    email_hash bytea not null,
    tries integer not null,
    last_at timestamptz not null,
    primary key (tenant, email_hash)
);

create index sign_in_try_end on identity.sign_in_try (last_at);

-- The data-protection keys of the whole deployment, so that every node reads what another wrote. They belong to no tenant.
create table identity.data_protection_key (
    id bigint generated always as identity primary key,
    friendly_name text,
    xml text not null,
    created_at timestamptz not null default now()
);
