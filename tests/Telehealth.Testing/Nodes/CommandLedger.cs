using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace Telehealth.Testing.Nodes;

/// <summary>
/// What the senders of commands know: which were acknowledged, when, and what went wrong on the way. Held against the log at the end. Any
/// thread may call.
/// </summary>
public sealed class CommandLedger
{
    private readonly ConcurrentQueue<(Guid Id, object Sender, long Began, long At)> _acknowledged = new();
    private readonly ConcurrentDictionary<string, int> _retries = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _refusals = new();

    /// <summary>How many commands were acknowledged.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>How often a command was sent again, by what its sender had seen.</summary>
    public IReadOnlyDictionary<string, int> Retries => _retries;

    /// <summary>What was refused for good.</summary>
    public IReadOnlyCollection<string> Refusals => _refusals;

    /// <summary>The longest time in which nobody's command was acknowledged, from the first to the last of them.</summary>
    public TimeSpan LongestSilence()
    {
        var at = _acknowledged.Select(command => command.At).Order().ToList();
        return at.Zip(at.Skip(1), Stopwatch.GetElapsedTime).DefaultIfEmpty().Max();
    }

    /// <summary>For each sender, how long after this instant the first of its commands was acknowledged that it sent after it.</summary>
    /// <param name="since">From <see cref="Stopwatch.GetTimestamp"/>.</param>
    public IReadOnlyList<TimeSpan> Recoveries(long since) =>
    [
        .. _acknowledged.Where(command => command.Began >= since)
            .GroupBy(command => command.Sender, ReferenceEqualityComparer.Instance)
            .Select(ofOne => Stopwatch.GetElapsedTime(since, ofOne.Min(command => command.At))),
    ];

    /// <summary>The command was answered.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="sender">Whoever sent it.</param>
    /// <param name="began">When it was sent for the first time.</param>
    public void Acknowledge(Guid id, object sender, long began) =>
        _acknowledged.Enqueue((id, sender, began, Stopwatch.GetTimestamp()));

    /// <summary>It was not, and is sent again.</summary>
    public void Retry(string reason) => _retries.AddOrUpdate(reason, 1, (_, count) => count + 1);

    /// <summary>It was refused.</summary>
    public void Refuse(string reason) => _refusals.Enqueue(reason);

    /// <summary>Asks the log what became of what was acknowledged.</summary>
    public async Task<LedgerFindings> HoldAgainstLog(string connectionString, CancellationToken ct = default)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var command = database.CreateCommand("""
            select
                (select count(*) from unnest($1) as sent (id) where not exists (
                    select from event_store.command c where c.command_id = sent.id and (c.event_count = 0
                        or exists (select from event_store.event e where e.command_id = sent.id)))),
                (select count(*) from (
                    select from event_store.event where command_id = any($1)
                    group by command_id having count(distinct xid) > 1) doubled),
                (select count(*) from (
                    select s.version, count(e.version) as events, max(e.version) as newest
                    from event_store.stream s left join event_store.event e using (tenant, stream_type, stream_id)
                    group by s.tenant, s.stream_type, s.stream_id, s.version) streams where version <> events or version <> newest),
                (select count(*) from (
                    select offered_at, lag(coalesce(ended_at, 'infinity')) over (partition by tenant, unit_id order by offered_at) as before_ended
                    from emergencies.assignment) of_unit where offered_at < before_ended)
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = _acknowledged.Select(sent => sent.Id).ToArray() });
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new LedgerFindings(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
    }
}
