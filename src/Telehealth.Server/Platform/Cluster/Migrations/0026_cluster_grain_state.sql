-- What grains keep that the log does not: only what may be lost without harm to anybody. A key is made of ids, never of names.
create table orleans.grain_state (
    service text not null,
    grain_type text not null,
    n0 bigint not null,
    n1 bigint not null,
    extension text not null,
    version integer not null,
    payload bytea,
    written_at timestamptz not null default now(),
    primary key (service, grain_type, n0, n1, extension)
);

-- Rows are found by their whole key, so the hashes of it that the provider sends too are not needed. An answer without a version says that
-- somebody else was faster, and then nothing has changed.
insert into orleans.orleansquery (querykey, querytext) values
('ReadFromStorageKey', '
select payload as PayloadBinary, written_at as ModifiedOn, version as Version
from orleans.grain_state
where service = @ServiceId and grain_type = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1
    and extension = coalesce(@GrainIdExtensionString::text, '''')'),

-- Of two who write the first version one meets the other''s row; of two who replace the same version one finds another in it.
('WriteToStorageKey', '
with made as (
    insert into orleans.grain_state (service, grain_type, n0, n1, extension, version, payload)
    select @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString::text, ''''), 1, @PayloadBinary
    where @GrainStateVersion::integer is null
    on conflict do nothing
    returning version),
replaced as (
    update orleans.grain_state s set version = s.version + 1, payload = @PayloadBinary, written_at = now()
    where s.service = @ServiceId and s.grain_type = @GrainTypeString and s.n0 = @GrainIdN0 and s.n1 = @GrainIdN1
        and s.extension = coalesce(@GrainIdExtensionString::text, '''') and s.version = @GrainStateVersion::integer
    returning s.version)
select coalesce((select version from made), (select version from replaced)) as NewGrainStateVersion'),

-- The row stays without its content, so that whoever still holds an older version cannot write over it.
('ClearStorageKey', '
with cleared as (
    update orleans.grain_state s set version = s.version + 1, payload = null, written_at = now()
    where s.service = @ServiceId and s.grain_type = @GrainTypeString and s.n0 = @GrainIdN0 and s.n1 = @GrainIdN1
        and s.extension = coalesce(@GrainIdExtensionString::text, '''') and s.version = @GrainStateVersion::integer
    returning s.version)
select (select version from cleared) as NewGrainStateVersion'),

('DeleteStorageKey', '
with gone as (
    delete from orleans.grain_state s
    where s.service = @ServiceId and s.grain_type = @GrainTypeString and s.n0 = @GrainIdN0 and s.n1 = @GrainIdN1
        and s.extension = coalesce(@GrainIdExtensionString::text, '''') and s.version = @GrainStateVersion::integer
    returning s.version)
select (select version + 1 from gone) as NewGrainStateVersion');
