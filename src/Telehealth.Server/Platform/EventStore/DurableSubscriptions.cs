using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// Runs every durable subscriber. Each is held by one node (<see cref="SubscriptionLease"/>); when that node dies or falls silent another
/// goes on from the stored cursor. A node that only lost its connection may finish the event at hand: at least once.
/// </summary>
internal sealed class DurableSubscriptions(
    SubscriptionLease lease,
    EventReader reader,
    IEnumerable<IDurableSubscriber> subscribers,
    LogSignal signal,
    EventStoreMetrics metrics,
    TimeProvider time,
    IOptions<EventStoreOptions> options,
    ILogger<DurableSubscriptions> log) : BackgroundService
{
    private const int EventsPerPage = 200;

    // By subscriber that runs here: when the event was decided at which it is; the least value at the end of the log.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _at = new(StringComparer.Ordinal);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.WatchSubscriptions(() => _at.Select(entry => (entry.Key, Lag(entry.Value))));
        return Task.WhenAll(subscribers.Select(subscriber => Task.Run(() => Run(subscriber, stoppingToken), CancellationToken.None)));
    }

    // By the clock that decided it, which a test may set back.
    private TimeSpan Lag(DateTimeOffset at) =>
        at == default || time.GetUtcNow() < at ? TimeSpan.Zero : time.GetUtcNow() - at;

    private async Task Run(IDurableSubscriber subscriber, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var held = await lease.TryTake(subscriber.Name, ct);
                if (held is not null)
                {
                    log.SubscriberTaken(subscriber.Name);
                    await FollowAlive(held, subscriber, ct);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception cause)
            {
                log.SubscriberInterrupted(cause.GetType().Name, subscriber.Name);
            }
            await Task.Delay(options.Value.Poll, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAlive(NpgsqlConnection held, IDurableSubscriber subscriber, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var alive = lease.KeepAlive(subscriber.Name, over.Token);
        try
        {
            await Follow(held, subscriber, ct);
        }
        finally
        {
            _at.TryRemove(subscriber.Name, out _);
            await over.CancelAsync();
            await alive.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Follow(NpgsqlConnection connection, IDurableSubscriber subscriber, CancellationToken ct)
    {
        // A cursor that a crash of the database takes back costs a repetition, which every subscriber bears; so nobody waits for the disk.
        await using (var impatient = new NpgsqlCommand("set synchronous_commit = off", connection))
            await impatient.ExecuteNonQueryAsync(ct);
        var cursor = await FindCursor(connection, subscriber, ct);
        while (true)
        {
            var grown = signal.Next;
            var pause = Task.Delay(subscriber.AtMostEvery, ct);
            var page = await reader.NextSettled(connection, cursor, EventsPerPage, ct);
            _at[subscriber.Name] = page.Events is [var first, ..] ? first.Stored.At : default;
            if (subscriber.EntitiesAtOnce > 1 && page.Events.Count > 0)
                cursor = await HandleTogether(connection, subscriber, page.Events, ct);
            else
                cursor = await HandleInOrder(connection, subscriber, page.Events, cursor, ct);
            if (page.Events.Count < EventsPerPage)
            {
                _at[subscriber.Name] = default;
                await LogSignal.Wait(grown, page.RestOf(options.Value.Poll), time, ct);
                await pause;
            }
        }
    }

    private async Task<LogCursor> HandleInOrder(
        NpgsqlConnection connection, IDurableSubscriber subscriber, IReadOnlyList<(StoredEvent Stored, LogCursor Next)> page,
        LogCursor cursor, CancellationToken ct)
    {
        foreach (var (stored, next) in page)
        {
            var parked = await HandleOrPark(subscriber, stored, ct);
            await MoveOn(connection, subscriber, parked is null ? [] : [parked], next, ct);
            cursor = next;
        }
        return cursor;
    }

    private async Task<LogCursor> HandleTogether(
        NpgsqlConnection connection, IDurableSubscriber subscriber, IReadOnlyList<(StoredEvent Stored, LogCursor Next)> page,
        CancellationToken ct)
    {
        ConcurrentQueue<NpgsqlBatchCommand> parked = new();
        var entities = page.GroupBy(entry => new EntityKey(entry.Stored.Tenant, entry.Stored.StreamType, entry.Stored.StreamId));
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = subscriber.EntitiesAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(entities, atOnce, async (entity, token) =>
        {
            foreach (var (stored, _) in entity)
            {
                if (await HandleOrPark(subscriber, stored, token) is { } park)
                    parked.Enqueue(park);
            }
        });
        await MoveOn(connection, subscriber, parked, page[^1].Next, ct);
        return page[^1].Next;
    }

    /// <summary>Null when the subscriber has dealt with it; else what parks it after the last try.</summary>
    private async Task<NpgsqlBatchCommand?> HandleOrPark(IDurableSubscriber subscriber, StoredEvent stored, CancellationToken ct)
    {
        using var span = CommandTrace.Follow(subscriber.Name, stored);
        for (var tries = 1; ; tries++)
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
                // A subscriber that hangs is a subscriber that failed.
                patience.CancelAfter(subscriber.HandleWithin);
                await subscriber.Handle(stored, patience.Token).WaitAsync(LongestOf(subscriber), ct);
                metrics.Handled(subscriber.Name, "handled");
                return null;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception cause) when (tries < options.Value.TriesBeforeParking)
            {
                metrics.Handled(subscriber.Name, "tried_again");
                log.SubscriberRetries(subscriber.Name, cause.GetType().Name, stored.Position, tries);
                await Task.Delay(options.Value.FirstRetryAfter * Math.Pow(2, tries - 1), time, ct);
            }
            catch (Exception cause)
            {
                span.Fail(cause);
                metrics.Handled(subscriber.Name, "parked");
                log.EventParked(cause, subscriber.Name, stored.Position, tries);
                await TellParked(subscriber, stored, ct);
                return Park(subscriber.Name, stored, tries, cause);
            }
        }
    }

    /// <summary>With time to notice that it was told to give up.</summary>
    private static TimeSpan LongestOf(IDurableSubscriber subscriber) =>
        subscriber.HandleWithin == Timeout.InfiniteTimeSpan ? subscriber.HandleWithin : subscriber.HandleWithin + TimeSpan.FromSeconds(5);

    /// <summary>
    /// Before it is parked, so that a node that dies in between tells it again. Whoever cannot be told does not hold up the events behind.
    /// </summary>
    private async Task TellParked(IDurableSubscriber subscriber, StoredEvent stored, CancellationToken ct)
    {
        try
        {
            await subscriber.Parked(stored, ct).WaitAsync(subscriber.HandleWithin, ct);
        }
        catch (Exception cause) when (!ct.IsCancellationRequested)
        {
            log.ParkedUnheard(cause, subscriber.Name, stored.Position);
        }
    }

    /// <summary>Parking and moving on are one transaction: a batch without an explicit one is atomic.</summary>
    private static async Task MoveOn(
        NpgsqlConnection connection, IDurableSubscriber subscriber, IEnumerable<NpgsqlBatchCommand> parked, LogCursor next,
        CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var park in parked)
            batch.BatchCommands.Add(park);
        batch.BatchCommands.Add(Move(subscriber.Name, next));
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static async Task<LogCursor> FindCursor(NpgsqlConnection connection, IDurableSubscriber subscriber, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select xid, position from event_store.subscription where name = $1", connection)
        {
            Parameters = { new() { Value = subscriber.Name } },
        };
        await using (var rows = await command.ExecuteReaderAsync(ct))
        {
            if (await rows.ReadAsync(ct))
                return new LogCursor(rows.GetFieldValue<ulong>(0), rows.GetInt64(1));
        }

        var start = subscriber.StartsAtBeginning ? default : await EventReader.End(connection, ct);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Move(subscriber.Name, start) } };
        await batch.ExecuteNonQueryAsync(ct);
        return start;
    }

    private static NpgsqlBatchCommand Move(string name, LogCursor cursor) => new(
        """
        insert into event_store.subscription (name, xid, position) values ($1, $2, $3)
        on conflict (name) do update set xid = excluded.xid, position = excluded.position, moved_at = now()
        """)
    {
        Parameters =
        {
            new() { Value = name },
            new() { Value = cursor.Xid, NpgsqlDbType = NpgsqlDbType.Xid8 },
            new() { Value = cursor.Position },
        },
    };

    private static NpgsqlBatchCommand Park(string name, StoredEvent stored, int tries, Exception cause) =>
        new(
            """
            insert into event_store.parked_event (tenant, subscription, position, stream_type, stream_id, version, tries, reason)
            values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing
            """)
        {
            Parameters =
            {
                new() { Value = stored.Tenant.Value },
                new() { Value = name },
                new() { Value = stored.Position },
                new() { Value = stored.StreamType },
                new() { Value = stored.StreamId },
                new() { Value = stored.Version },
                new() { Value = tries },
                new()
                {
                    Value = cause is PostgresException database
                        ? $"{nameof(PostgresException)}: {database.SqlState}"
                        : cause.GetType().Name,
                },
            },
        };
}
