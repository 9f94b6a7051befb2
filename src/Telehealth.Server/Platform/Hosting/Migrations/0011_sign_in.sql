-- Wrong passwords are counted for an account and the place they come from, so that nobody can lock somebody else out.
-- Counts are worth a quarter of an hour: starting anew loses nothing.
drop table identity.sign_in_try;

create table identity.sign_in_try (
    tenant uuid not null,
    -- The address stands as SHA-256: people type passwords into the wrong field.
    email_hash bytea not null,
    -- Of one network, of one browser that the account signed in with before, or of all strange networks together.
    source text not null,
    tries integer not null,
    last_at timestamptz not null,
    primary key (tenant, email_hash, source)
);

create index sign_in_try_end on identity.sign_in_try (last_at);

alter table identity.person
    -- Somebody else knows the password: nothing but choosing a new one is served.
    add column owes_password boolean not null default false,
    -- Everybody could make this account: outside demo mode it is shut.
    add column made_in_demo boolean not null default false;

-- A database whose demo accounts are open is in demo mode now, and everybody in it was made there.
update identity.person p set made_in_demo = true
where exists (select from identity.person demo where demo.tenant = p.tenant and demo.id::text like 'de300000-0000-7000-8000-%' and not demo.disabled);

-- Help was asked for without a sign-in: who asks is not known.
alter table emergency add column unverified boolean not null default false;

-- A repeated refresh gets the token that the first one got: it is made from the presented token and this.
alter table identity.refresh_token add column successor_salt bytea;
