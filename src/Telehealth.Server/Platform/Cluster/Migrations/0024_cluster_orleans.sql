-- Who is a node of the cluster, kept by the silo in each server (Orleans). Nothing else stands here, and all of it may be lost: nodes
-- that start anew write it anew. No tenants, no people.
create schema orleans;

-- The membership protocol raises the version with every change, and of two that knew the same version one wins.
create table orleans.membership (
    cluster text primary key,
    version integer not null
);

create table orleans.silo (
    cluster text not null,
    address text not null,
    port integer not null,
    generation integer not null,
    silo_name text not null,
    host_name text not null,
    status integer not null,
    proxy_port integer not null,
    suspect_times text,
    start_time timestamptz(3) not null,
    i_am_alive_time timestamptz(3) not null,
    primary key (cluster, address, port, generation)
);

-- The provider asks for its statements by these names of table and columns, and binds the parameters by theirs. What they answer is the
-- contract; the tables behind them are ours.
create table orleans.orleansquery (
    querykey text primary key,
    querytext text not null
);

insert into orleans.orleansquery (querykey, querytext) values
('InsertMembershipVersionKey', '
with made as (
    insert into orleans.membership (cluster, version) values (@DeploymentId, 0) on conflict (cluster) do nothing returning 1)
select count(*)::integer from made'),

-- The version''s row is the lock: whoever comes second finds another version in it.
('InsertMembershipKey', '
with raised as (
    update orleans.membership m set version = m.version + 1
    where m.cluster = @DeploymentId and m.version = @Version and not exists (
        select from orleans.silo s
        where s.cluster = @DeploymentId and s.address = @Address and s.port = @Port and s.generation = @Generation)
    returning 1),
added as (
    insert into orleans.silo (
        cluster, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
    select @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime from raised
    returning 1)
select count(*)::integer from added'),

('UpdateMembershipKey', '
with raised as (
    update orleans.membership m set version = m.version + 1
    where m.cluster = @DeploymentId and m.version = @Version and exists (
        select from orleans.silo s
        where s.cluster = @DeploymentId and s.address = @Address and s.port = @Port and s.generation = @Generation)
    returning 1),
changed as (
    update orleans.silo s set status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = @IAmAliveTime
    from raised
    where s.cluster = @DeploymentId and s.address = @Address and s.port = @Port and s.generation = @Generation
    returning 1)
select count(*)::integer from changed'),

('UpdateIAmAlivetimeKey', '
update orleans.silo set i_am_alive_time = @IAmAliveTime
where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation'),

-- The version''s row comes also when there is no silo.
('MembershipReadRowKey', '
select m.cluster as DeploymentId, s.address as Address, s.port as Port, s.generation as Generation, s.silo_name as SiloName,
    s.host_name as HostName, s.status as Status, s.proxy_port as ProxyPort, s.suspect_times as SuspectTimes,
    s.start_time as StartTime, s.i_am_alive_time as IAmAliveTime, m.version as Version
from orleans.membership m
left join orleans.silo s
    on s.cluster = m.cluster and s.address = @Address and s.port = @Port and s.generation = @Generation
where m.cluster = @DeploymentId'),

('MembershipReadAllKey', '
select m.cluster as DeploymentId, s.address as Address, s.port as Port, s.generation as Generation, s.silo_name as SiloName,
    s.host_name as HostName, s.status as Status, s.proxy_port as ProxyPort, s.suspect_times as SuspectTimes,
    s.start_time as StartTime, s.i_am_alive_time as IAmAliveTime, m.version as Version
from orleans.membership m
left join orleans.silo s on s.cluster = m.cluster
where m.cluster = @DeploymentId'),

('DeleteMembershipTableEntriesKey', '
with gone as (delete from orleans.silo where cluster = @DeploymentId)
delete from orleans.membership where cluster = @DeploymentId'),

('GatewaysQueryKey', '
select address as Address, proxy_port as ProxyPort, generation as Generation
from orleans.silo where cluster = @DeploymentId and status = @Status and proxy_port > 0'),

-- 3 is a silo that is active, 6 one that is dead.
('CleanupDefunctSiloEntriesKey', '
delete from orleans.silo where cluster = @DeploymentId and i_am_alive_time < @IAmAliveTime and status <> 3'),

-- Only as it was when it was looked at.
('CleanupDefunctSiloEntryKey', '
delete from orleans.silo
where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation and status = 6
    and start_time = @StartTime and i_am_alive_time = @IAmAliveTime
    and coalesce(suspect_times, '''') = coalesce(@SuspectTimes, '''')');
