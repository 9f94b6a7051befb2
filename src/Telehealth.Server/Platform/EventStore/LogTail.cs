using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// Reads the log as it grows and hands each event to every live feed of this node, in order, once. Starts at the end: what was before is in
/// the read models. Wakes on a commit here, on news from another node, and by itself each <see cref="EventStoreOptions.Poll"/>.
/// </summary>
internal sealed class LogTail(
    NpgsqlDataSource dataSource,
    EventReader reader,
    IEnumerable<ILiveFeed> feeds,
    LogSignal signal,
    EventStoreMetrics metrics,
    TimeProvider time,
    IOptions<EventStoreOptions> options,
    ILogger<LogTail> log) : BackgroundService, IHealthCheck
{
    private const int EventsPerPage = 1_000;
    private readonly ILiveFeed[] _feeds = [.. feeds];
    private LogCursor _beginning;
    private long _caughtUpAt;
    private long _position;

    /// <summary>Position of the last event that the feeds have seen.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>
    /// Whether the feeds have not been at the end of the log for longer than <see cref="EventStoreOptions.TailBehindAfter"/>.
    /// </summary>
    public bool IsBehind =>
        Volatile.Read(ref _caughtUpAt) is var caughtUpAt
        && (caughtUpAt == 0 || time.GetElapsedTime(caughtUpAt) >= options.Value.TailBehindAfter);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(IsBehind ? HealthCheckResult.Unhealthy("The live feeds are behind the log.") : HealthCheckResult.Healthy());

    /// <summary>
    /// Begins before anybody can connect: what happened between a screen's snapshot and a later beginning would never be told to it.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using (var connection = await dataSource.OpenConnectionAsync(cancellationToken))
        {
            _beginning = await EventReader.End(connection, cancellationToken);
        }

        // Whoever asks before it was at the end for the first time hears how long it has been trying.
        var started = time.GetTimestamp();
        metrics.WatchTail(() =>
            time.GetElapsedTime(Volatile.Read(ref _caughtUpAt) is var caughtUpAt && caughtUpAt != 0 ? caughtUpAt : started));
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var cursor = _beginning;
        while (!stoppingToken.IsCancellationRequested)
        {
            var grown = signal.Next;
            var rest = options.Value.Poll;
            try
            {
                await using var connection = await dataSource.OpenConnectionAsync(stoppingToken);
                (cursor, rest) = await CatchUp(connection, cursor, stoppingToken);
                Volatile.Write(ref _caughtUpAt, time.GetTimestamp());
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception cause) when (PostgresFailures.MayPass(cause))
            {
                log.TailInterrupted(cause.GetType().Name);
            }
            catch (Exception cause)
            {
                log.TailStuck(cause, Position);
            }

            try
            {
                await LogSignal.Wait(grown, rest, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<(LogCursor Cursor, TimeSpan Wait)> CatchUp(NpgsqlConnection connection, LogCursor cursor, CancellationToken ct)
    {
        while (true)
        {
            var page = await reader.NextSettledForFeeds(connection, cursor, EventsPerPage, ct);
            foreach (var (stored, _) in page.Events)
                Publish(stored);
            if (page.Events is [.., var last])
            {
                cursor = last.Cursor;
                Volatile.Write(ref _position, last.Stored.Position);
            }
            if (page.Events.Count < EventsPerPage)
                return (cursor, page.RestOf(options.Value.Poll));
        }
    }

    private void Publish(StoredEvent stored)
    {
        if (stored.Event is UnreadableEvent unreadable)
        {
            log.EventUnreadable(unreadable.Reason, stored.Name, stored.Position);
            return;
        }

        using var span = CommandTrace.Follow("feeds", stored);
        foreach (var feed in _feeds)
        {
            try
            {
                feed.Publish(stored);
            }
            catch (Exception cause)
            {
                // One feed's mistake must not stop the others.
                log.FeedFailed(cause, feed.GetType().Name, stored.Position);
            }
        }
    }
}
