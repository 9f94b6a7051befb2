using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Platform.Telemetry;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// Removes answers to commands once nobody can be asking for them any more. The events stay for ever: only the answer to a repeat goes.
/// Every node runs it; a row that one removes another passes by.
/// </summary>
internal sealed class AnswerRetention(
    NpgsqlDataSource database, TimeProvider time, IOptions<EventStoreOptions> options, ILogger<AnswerRetention> log) : BackgroundService
{
    /// <summary>Rows in one transaction: small enough that no append waits for it.</summary>
    private const int RowsAtOnce = 2_000;

    /// <summary>Batches in one round. What is left waits for the next one, so that a large backlog never holds up the database.</summary>
    private const int BatchesInRound = 50;

    // Answers that are kept for too long harm nobody soon.
    private static readonly TimeSpan BehindAfter = TimeSpan.FromDays(1);

    /// <summary>Answers that are kept for longer than they should be; how many is counted to 10,000.</summary>
    public DueWork Work => new("old answers", BehindAfter, async ct =>
    {
        var due = await database.CountDue(
            "select count(*) as count, min(at) as since from (select at from event_store.command where at < $1 order by at limit $2) old",
            ct, time.GetUtcNow() - options.Value.AnswersKeptFor, SubscriptionBacklog.CountedAtMost);
        return due with { Since = due.Since + options.Value.AnswersKeptFor };
    });

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticking.Every(options.Value.ForgetEvery, Forget, log, stoppingToken);

    /// <summary>One round.</summary>
    public async Task Forget(CancellationToken ct)
    {
        var before = time.GetUtcNow() - options.Value.AnswersKeptFor;
        for (var batch = 0; batch < BatchesInRound; batch++)
        {
            await using var command = database.CreateCommand(
                "delete from event_store.command where ctid = any(array(select ctid from event_store.command where at < $1 order by at limit $2 for update skip locked))");
            command.Parameters.Add(new NpgsqlParameter { Value = before });
            command.Parameters.Add(new NpgsqlParameter { Value = RowsAtOnce });
            if (await command.ExecuteNonQueryAsync(ct) < RowsAtOnce)
                return;
        }
    }
}
