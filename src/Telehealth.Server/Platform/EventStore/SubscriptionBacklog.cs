using Npgsql;
using Telehealth.Server.Platform.Sql;
using Telehealth.Server.Platform.Telemetry;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>How many events lie before a durable subscriber, by its stored cursor.</summary>
internal sealed class SubscriptionBacklog(NpgsqlDataSource database)
{
    /// <summary>Who is further behind than this needs no figure.</summary>
    public const int CountedAtMost = 10_000;

    public DueWork Work(IDurableSubscriber subscriber, TimeProvider time) => new(subscriber.Name, subscriber.BehindAfter, async ct =>
    {
        var backlog = await Of(subscriber.Name, ct);
        return backlog.Events == 0 ? Due.Nothing : new Due(backlog.Events, time.GetUtcNow() - backlog.OldestAge);
    });

    public async Task<Backlog> Of(string subscriber, CancellationToken ct) =>
        (await database.Query(
            """
            select count(*) as events, coalesce(extract(epoch from clock_timestamp() - min(at)), 0)::float8 as seconds
            from (
                select e.at from event_store.subscription s join event_store.event e on (e.xid, e.position) > (s.xid, s.position)
                where s.name = $1
                order by e.xid, e.position limit $2
            ) ahead
            """,
            row => new Backlog(row.Long("events"), TimeSpan.FromSeconds(Math.Max(0, row.Number("seconds")))), ct, subscriber,
            CountedAtMost))[0];
}
