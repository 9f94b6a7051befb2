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
    // Whoever was answered so often in the time before something happened always has the next command: its pauses are others' doing.
    private const int AtWork = 10;

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<AcknowledgedCommand> _acknowledged = new();
    private readonly ConcurrentDictionary<object, long> _unanswered = new(ReferenceEqualityComparer.Instance);
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

    /// <summary>
    /// For each sender who was at work before, how long after this instant the first of its commands was acknowledged that it sent after
    /// it; whoever has not been answered since and still waits has waited until the end.
    /// </summary>
    /// <param name="since">From <see cref="Stopwatch.GetTimestamp"/>.</param>
    /// <param name="until">The end of the look, as <paramref name="since"/>.</param>
    public IReadOnlyList<TimeSpan> Recoveries(long since, long until) => First(since, until, command => command.Began >= since);

    /// <summary>As <see cref="Recoveries"/>, for the first answer after this instant, whenever its command was sent.</summary>
    public IReadOnlyList<TimeSpan> FirstAnswers(long since, long until) => First(since, until, command => command.At >= since);

    /// <summary>The longest time without an answer to anybody whose command went to a node that was not in trouble.</summary>
    /// <param name="since">From <see cref="Stopwatch.GetTimestamp"/>.</param>
    /// <param name="until">The end of the look, as <paramref name="since"/>.</param>
    /// <param name="troubled">Who was in trouble; null when no node was.</param>
    public TimeSpan Silence(long since, long until, NodeProcess? troubled)
    {
        var answers = Elsewhere(since, until, troubled).Select(command => command.At).Order().Prepend(since).Append(until).ToList();
        return answers.Zip(answers.Skip(1), Stopwatch.GetElapsedTime).Max();
    }

    /// <summary>For each sender, the longest that a command took which went to a node that was not in trouble.</summary>
    /// <param name="since">From <see cref="Stopwatch.GetTimestamp"/>.</param>
    /// <param name="until">The end of the look, as <paramref name="since"/>.</param>
    /// <param name="troubled">Who was in trouble; null when no node was.</param>
    public IReadOnlyList<TimeSpan> LongestWaits(long since, long until, NodeProcess? troubled) =>
    [
        .. Elsewhere(since, until, troubled)
            .GroupBy(command => command.Sender, ReferenceEqualityComparer.Instance)
            .Select(ofOne => ofOne.Max(command => Stopwatch.GetElapsedTime(command.Began, command.At))),
    ];

    /// <summary>A command is sent for the first time.</summary>
    /// <param name="sender">Whoever sends it, one at a time.</param>
    /// <param name="began">When.</param>
    public void Begin(object sender, long began) => _unanswered[sender] = began;

    /// <summary>Its sender waits no longer, whether it was answered or refused.</summary>
    public void End(object sender) => _unanswered.TryRemove(sender, out _);

    /// <summary>The command was answered.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="sender">Whoever sent it.</param>
    /// <param name="node">To whom it was sent first.</param>
    /// <param name="began">When it was sent for the first time.</param>
    public void Acknowledge(Guid id, object sender, NodeProcess? node, long began) =>
        _acknowledged.Enqueue(new AcknowledgedCommand(id, sender, node, began, Stopwatch.GetTimestamp()));

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
                    from emergencies.assignment) of_unit where offered_at < before_ended),
                (select count(*) from (
                    select at, max(at) over (order by xid, position rows between unbounded preceding and 1 preceding) as newest
                    from event_store.event) dated where at < newest - interval '30 seconds')
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = _acknowledged.Select(sent => sent.Id).ToArray() });
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new LedgerFindings(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4));
    }

    private List<TimeSpan> First(long since, long until, Func<AcknowledgedCommand, bool> counts)
    {
        var earlier = since - (long)(Before.TotalSeconds * Stopwatch.Frequency);
        List<TimeSpan> waited = [];
        foreach (var ofOne in _acknowledged.Where(command => command.At >= earlier && command.At <= until)
            .GroupBy(command => command.Sender, ReferenceEqualityComparer.Instance))
        {
            var isWaiting = _unanswered.TryGetValue(ofOne.Key!, out var began) && began < until;
            var answers = ofOne.Where(counts).Select(command => command.At).ToList();
            if (answers.Count > 0 && ofOne.Count(command => command.At < since) >= AtWork)
                waited.Add(Stopwatch.GetElapsedTime(since, answers.Min()));
            else if (answers.Count == 0 && isWaiting)
                waited.Add(Stopwatch.GetElapsedTime(since, until));
        }

        return waited;
    }

    private IEnumerable<AcknowledgedCommand> Elsewhere(long since, long until, NodeProcess? troubled) => _acknowledged.Where(
        command => command.At >= since && command.At <= until && (troubled is null || command.Node != troubled));
}
