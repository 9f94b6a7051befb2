using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Telehealth.Domain.Deciding;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>A place in the order of the whole log. <c>default</c> is before everything.</summary>
internal readonly record struct LogCursor(ulong Xid, long Position);

/// <summary>The next events of the log.</summary>
/// <param name="Events">With the place of each.</param>
/// <param name="HasMore">
/// Whether the log has events after them. When the page was not full they wait for some other transaction to end, and nobody will announce
/// that; or they have come since.
/// </param>
internal sealed record LogPage(IReadOnlyList<(StoredEvent Stored, LogCursor Cursor)> Events, bool HasMore)
{
    private static readonly TimeSpan UnsettledRest = TimeSpan.FromMilliseconds(2);

    /// <summary>How long a reader that has taken the page, and found it not full, may rest.</summary>
    public TimeSpan RestOf(TimeSpan poll) => HasMore ? UnsettledRest : poll;
}

/// <summary>A stored answer to a command.</summary>
internal sealed record CommandRecord(string StreamType, Guid StreamId, long Version, int EventCount, Rejection? Rejection);

/// <summary>Stands in for an event that this server cannot read. Feeds have nothing to show for it.</summary>
internal sealed record UnreadableEvent(string Reason);

/// <summary>Every query on the log.</summary>
internal sealed class EventReader(EventCatalogues catalogues)
{
    private const string Columns =
        "tenant, stream_type, stream_id, version, position, name, body, actor_kind, actor_id, at, command_id, xid";

    /// <summary>
    /// Only transactions before which none is still running: one that drew an early position and commits late is waited for, not passed by.
    /// </summary>
    private const string Settled = "xid < pg_snapshot_xmin(pg_current_snapshot())";

    /// <summary>One entity's events, oldest first, streamed: a long one is never held in memory as a whole.</summary>
    public async IAsyncEnumerable<StoredEvent> Stream(
        NpgsqlConnection connection, EntityKey key, long afterVersion, long upToVersion, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select {Columns} from event_store.event
            where tenant = $1 and stream_type = $2 and stream_id = $3 and version > $4 and version <= $5
            order by version
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = key.Tenant.Value },
                new() { Value = key.StreamType },
                new() { Value = key.StreamId },
                new() { Value = afterVersion },
                new() { Value = upToVersion },
            },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            yield return Read(rows);
    }

    /// <summary>
    /// The next events of the whole log in its order, with the place of each, as far as no late commit can come before them.
    /// </summary>
    public Task<LogPage> NextSettled(NpgsqlConnection connection, LogCursor after, int limit, CancellationToken ct) =>
        SettledPage(connection, after, limit, Read, ct);

    /// <summary>
    /// As <see cref="NextSettled"/>; an event that this server cannot read comes as an <see cref="UnreadableEvent"/>, because during a
    /// rolling update a newer node may already write what no feed of this one could show.
    /// </summary>
    public Task<LogPage> NextSettledForFeeds(NpgsqlConnection connection, LogCursor after, int limit, CancellationToken ct) =>
        SettledPage(connection, after, limit, ReadOrMark, ct);

    /// <summary>
    /// The next events for somebody who holds <see cref="AppendStatement.OrderLock"/>: no append is under way, so nothing can come late.
    /// </summary>
    public async Task<IReadOnlyList<(StoredEvent Stored, LogCursor Cursor)>> NextUnderLock(
        NpgsqlConnection connection, LogCursor after, int limit, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { PageAfter(after, "true", limit) } };
        await using var rows = await batch.ExecuteReaderAsync(ct);
        return await ReadPage(rows, Read, ct);
    }

    public static async Task<LogCursor> End(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select xid, position from event_store.event where {Settled} order by xid desc, position desc limit 1", connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? new LogCursor(rows.GetFieldValue<ulong>(0), rows.GetInt64(1)) : default;
    }

    public static async Task<CommandRecord?> FindCommand(NpgsqlConnection connection, CommandContext context, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select stream_type, stream_id, version, event_count, rejection_code, rejection_text, rejection_kind
            from event_store.command where tenant = $1 and actor_kind = $2 and actor_id = $3 and command_id = $4
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = context.Tenant.Value },
                new() { Value = WordOf(context.Actor.Kind) },
                new() { Value = context.Actor.Id },
                new() { Value = context.Command.Value },
            },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        if (!await rows.ReadAsync(ct))
            return null;
        return new CommandRecord(
            rows.GetString(0), rows.GetGuid(1), rows.GetInt64(2), rows.GetInt32(3),
            rows.IsDBNull(4)
                ? null
                : new Rejection(KindOf(rows.IsDBNull(6) ? null : rows.GetString(6)), rows.GetString(4), rows.GetString(5)));
    }

    /// <summary>The stored word for what sort of refusal something is.</summary>
    public static string WordOf(RejectionKind kind) => kind.ToString();

    /// <summary>The stored word for who acts.</summary>
    public static string WordOf(ActorKind kind)
    {
#pragma warning disable CA1308 // A stored word, not a comparison: it is written in lower case for ever.
        return kind.ToString().ToLowerInvariant();
#pragma warning restore CA1308
    }

    /// <summary>A refusal from before kinds were stored, or of a kind that only a newer server knows, came of the state.</summary>
    private static RejectionKind KindOf(string? word) => Enum.TryParse<RejectionKind>(word, out var kind) ? kind : RejectionKind.NotNow;

    /// <summary>
    /// Two questions in one way to the database and back. The newest event is asked for by its order and not by "exists": for that the
    /// planner expects a match anywhere and reads the log from its beginning.
    /// </summary>
    private static async Task<LogPage> SettledPage(
        NpgsqlConnection connection, LogCursor after, int limit, Func<NpgsqlDataReader, StoredEvent> read, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                PageAfter(after, Settled, limit),
                new NpgsqlBatchCommand("select xid, position from event_store.event order by xid desc, position desc limit 1"),
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(ct);
        var events = await ReadPage(rows, read, ct);
        await rows.NextResultAsync(ct);
        var end = events is [.., var last] ? last.Cursor : after;
        var hasMore = await rows.ReadAsync(ct) && (rows.GetFieldValue<ulong>(0), rows.GetInt64(1)).CompareTo((end.Xid, end.Position)) > 0;
        return new LogPage(events, hasMore);
    }

    private static NpgsqlBatchCommand PageAfter(LogCursor after, string cut, int limit) =>
        new($"select {Columns} from event_store.event where (xid, position) > ($1, $2) and {cut} order by xid, position limit $3")
        {
            Parameters =
            {
                new() { Value = after.Xid, NpgsqlDbType = NpgsqlDbType.Xid8 },
                new() { Value = after.Position },
                new() { Value = limit },
            },
        };

    private static async Task<List<(StoredEvent Stored, LogCursor Cursor)>> ReadPage(
        NpgsqlDataReader rows, Func<NpgsqlDataReader, StoredEvent> read, CancellationToken ct)
    {
        List<(StoredEvent Stored, LogCursor Cursor)> page = [];
        while (await rows.ReadAsync(ct))
        {
            var stored = read(rows);
            page.Add((stored, new LogCursor(rows.GetFieldValue<ulong>(11), stored.Position)));
        }
        return page;
    }

    private StoredEvent Read(NpgsqlDataReader rows) => Read(rows, catalogues.Deserialise(rows.GetString(5), rows.GetString(6)));

    private StoredEvent ReadOrMark(NpgsqlDataReader rows)
    {
        try
        {
            return Read(rows);
        }
        catch (Exception cause) when (cause is UnknownEventException or JsonException)
        {
            return Read(rows, new UnreadableEvent(cause.GetType().Name));
        }
    }

    private static StoredEvent Read(NpgsqlDataReader rows, object happened)
    {
        return new StoredEvent(
            new TenantId(rows.GetGuid(0)),
            rows.GetString(1),
            rows.GetGuid(2),
            rows.GetInt64(3),
            rows.GetInt64(4),
            rows.GetString(5),
            happened,
            new Actor(Enum.Parse<ActorKind>(rows.GetString(7), ignoreCase: true), rows.GetGuid(8)),
            rows.GetFieldValue<DateTimeOffset>(9),
            new CommandId(rows.GetGuid(10)));
    }
}
