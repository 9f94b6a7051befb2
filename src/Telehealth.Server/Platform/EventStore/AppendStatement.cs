using Npgsql;
using NpgsqlTypes;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// Writes a batch of appends in one statement: heads, events and answers. Both arbiters are in it, the head's expected version and the
/// keys; what lost is simply not written and is reported by its number.
/// </summary>
internal static class AppendStatement
{
    /// <summary>
    /// Appends of all nodes take this lock one after another for the length of a transaction. So positions rise in the order of commits,
    /// whoever finds a command missing while holding it knows that no commit of it is under way, and a rebuild can keep all writers out.
    /// </summary>
    public const long OrderLock = 0x7465_6c65_6c6f_6701;

    // Known commands are asked for one by one and not by "exists": the planner
    // makes that a join which, while the table is small, reads all of it.
    private const string Sql =
        """
        with given as materialized (
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) with ordinality
                as g(tenant, stream_type, stream_id, expected, event_count, command_id, actor_kind, actor_id, at, code, reason, kind, is_kept, i)),
        known as materialized (
            select g.i from given g where (select true from event_store.command c where c.tenant = g.tenant and c.actor_kind = g.actor_kind and c.actor_id = g.actor_id and c.command_id = g.command_id)),
        fresh as materialized (
            select * from given where i not in (select i from known)),
        moved as (
            update event_store.stream s set version = f.expected + f.event_count from fresh f
            where f.expected > 0 and f.event_count > 0 and s.version = f.expected
                and s.tenant = f.tenant and s.stream_type = f.stream_type and s.stream_id = f.stream_id
            returning f.i),
        born as (
            insert into event_store.stream (tenant, stream_type, stream_id, version)
            select tenant, stream_type, stream_id, event_count from fresh where expected = 0 and event_count > 0
            on conflict do nothing
            returning tenant, stream_type, stream_id),
        won as materialized (
            select f.* from fresh f where f.i in (select i from moved)
            union all
            select f.* from fresh f join born b
                on b.tenant = f.tenant and b.stream_type = f.stream_type and b.stream_id = f.stream_id
            union all
            select f.* from fresh f
            where f.event_count = 0 and f.expected = coalesce(
                (select s.version from event_store.stream s
                 where s.tenant = f.tenant and s.stream_type = f.stream_type and s.stream_id = f.stream_id), 0)),
        answered as (
            insert into event_store.command (tenant, command_id, stream_type, stream_id, actor_kind, actor_id, version, event_count,
                rejection_code, rejection_text, rejection_kind, at)
            select tenant, command_id, stream_type, stream_id, actor_kind, actor_id, expected + event_count, event_count, code, reason, kind, at
            from won where is_kept),
        written as (
            insert into event_store.event (tenant, stream_type, stream_id, version, name, body, actor_kind, actor_id, at, command_id)
            select w.tenant, w.stream_type, w.stream_id, e.version, e.name, e.body, w.actor_kind, w.actor_id, w.at, w.command_id
            from unnest($14, $15, $16, $17) as e(i, version, name, body) join won w on w.i = e.i
            order by e.i, e.version
            returning tenant, stream_type, stream_id, version, position)
        select g.i, k.i is not null, w.i is not null, e.version, e.position
        from given g
        left join known k on k.i = g.i
        left join won w on w.i = g.i
        left join written e on e.tenant = w.tenant and e.stream_type = w.stream_type and e.stream_id = w.stream_id
        order by g.i, e.version
        """;

    /// <summary>Begins a transaction that holds <see cref="OrderLock"/>; one result set comes from it.</summary>
    public static void AddBegin(NpgsqlBatch batch)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand("begin"));
        // A node that freezes in the middle of an append must not hold up the others: PostgreSQL ends its transaction.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("set local idle_in_transaction_session_timeout = '5s'"));
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand("select pg_advisory_xact_lock($1)") { Parameters = { new() { Value = OrderLock } } });
    }

    /// <summary>The statement with its values. No two appends may be of one entity or of one command of one actor.</summary>
    public static NpgsqlBatchCommand For(IReadOnlyList<PendingAppend> appends)
    {
        var events = appends
            .SelectMany(
                (append, index) =>
                    append.Events.Select(
                        (named, offset) => (Number: index + 1L, Version: append.ExpectedVersion + offset + 1, named.Name, named.Json)))
            .ToList();

        return new NpgsqlBatchCommand(Sql)
        {
            Parameters =
            {
                Values(NpgsqlDbType.Uuid, appends, append => append.Key.Tenant.Value),
                Values(NpgsqlDbType.Text, appends, append => append.Key.StreamType),
                Values(NpgsqlDbType.Uuid, appends, append => append.Key.StreamId),
                Values(NpgsqlDbType.Bigint, appends, append => append.ExpectedVersion),
                Values(NpgsqlDbType.Integer, appends, append => append.Events.Count),
                Values(NpgsqlDbType.Uuid, appends, append => append.Context.Command.Value),
                Values(NpgsqlDbType.Text, appends, append => EventReader.WordOf(append.Context.Actor.Kind)),
                Values(NpgsqlDbType.Uuid, appends, append => append.Context.Actor.Id),
                Values(NpgsqlDbType.TimestampTz, appends, append => append.At.UtcDateTime),
                Values(NpgsqlDbType.Text, appends, append => append.Refusal?.Code),
                Values(NpgsqlDbType.Text, appends, append => append.Refusal?.Text),
                Values(NpgsqlDbType.Text, appends, append => append.Refusal is { } refusal ? EventReader.WordOf(refusal.Kind) : null),
                Values(NpgsqlDbType.Boolean, appends, append => append.IsKept),
                Values(NpgsqlDbType.Bigint, events, happened => happened.Number),
                Values(NpgsqlDbType.Bigint, events, happened => happened.Version),
                Values(NpgsqlDbType.Text, events, happened => happened.Name),
                Values(NpgsqlDbType.Jsonb, events, happened => happened.Json),
            },
        };
    }

    /// <summary>What became of each append, in the order given.</summary>
    public static async Task<AppendOutcome[]> ReadOutcomes(
        NpgsqlDataReader rows, IReadOnlyList<PendingAppend> appends, CancellationToken ct)
    {
        var outcomes = new AppendOutcome[appends.Count];
        var stored = new List<StoredEvent>?[appends.Count];
        while (await rows.ReadAsync(ct))
        {
            var index = (int)rows.GetInt64(0) - 1;
            if (rows.GetBoolean(1))
                outcomes[index] = new AppendOutcome.Repeated();
            else if (!rows.GetBoolean(2))
                outcomes[index] = new AppendOutcome.Conflict();
            else
                (stored[index] ??= []).AddRange(rows.IsDBNull(3) ? [] : [StoredAt(appends[index], rows.GetInt64(3), rows.GetInt64(4))]);
        }

        for (var index = 0; index < outcomes.Length; index++)
            outcomes[index] ??= new AppendOutcome.Stored(
                stored[index] ?? throw new InvalidOperationException("The log said nothing to an append."));
        return outcomes;
    }

    private static StoredEvent StoredAt(PendingAppend append, long version, long position)
    {
        var named = append.Events[(int)(version - append.ExpectedVersion - 1)];
        return new StoredEvent(
            append.Key.Tenant, append.Key.StreamType, append.Key.StreamId, version, position,
            named.Name, named.Event, append.Context.Actor, append.At, append.Context.Command);
    }

    private static NpgsqlParameter Values<TItem, TValue>(NpgsqlDbType type, IReadOnlyList<TItem> items, Func<TItem, TValue> take) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = items.Select(take).ToArray() };
}
