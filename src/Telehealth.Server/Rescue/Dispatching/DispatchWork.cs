using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Telemetry;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// What the clocks of dispatching look for, in the words in which they ask for it, and how much of it is due and not done. Every node runs
/// them; the log takes each alarm and each expiry once, because its id follows from what it is about.
/// </summary>
internal static class DispatchWork
{
    /// <summary>$1: raised before; $2: the last priority that it is for.</summary>
    public const string Overdue =
        """
        from emergencies.emergency
        where ended_at is null and not overdue_told and priority <= $2 and phase <> 'assigned' and raised_at < $1
        """;

    /// <summary>$1: raised, or asked after, before.</summary>
    public const string Unvisited =
        "from emergencies.emergency where ended_at is null and phase <> 'assigned' and greatest(raised_at, welfare_asked_at) < $1";

    public const string HeardAt = "greatest(a.status_at, f.at)";

    /// <summary>$1: heard of last before.</summary>
    public const string Silent =
        $"""
        from emergencies.assignment a left join units.unit_fix f using (tenant, unit_id)
        where a.ended_at is null and a.status <> 'offered' and {HeardAt} < $1
            and not exists (
                select from emergencies.alarm r
                where r.tenant = a.tenant and r.emergency_id = a.emergency_id and r.unit_id = a.unit_id and r.kind = 'unitSilent' and r.raised_at > a.offered_at)
        """;

    /// <summary>$1: raised before.</summary>
    public const string WithoutPlace =
        "from emergencies.emergency where ended_at is null and latitude is null and not place_alarm_told and raised_at < $1";

    /// <summary>$1: raised before.</summary>
    public const string Unattended =
        """
        from emergencies.emergency e
        where e.ended_at is null and not e.nobody_present_told and e.phase <> 'assigned' and e.raised_at < $1
            and not exists (
                select from dispatching.dispatch_console c where c.tenant = e.tenant and c.consoles > 0 and c.seen_at > clock_timestamp() - interval '15 seconds')
        """;

    /// <summary>$1: now.</summary>
    private const string Offers =
        """
        select count(*) as count, min(case when deadline < $1 then deadline else second_page_at end) as since
        from emergencies.assignment where status = 'offered' and (deadline < $1 or (pages = 1 and second_page_at < $1))
        """;

    // Looked for every two seconds at most: what is due for so long, nobody looks for.
    private static readonly TimeSpan BehindAfter = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddDispatchWork(this IServiceCollection services) => services
        .Add("offers", (database, _, now, ct) => database.CountDue(Offers, ct, now))
        .Add("overdue answers", (database, options, now, ct) => Since(
            database, $"select count(*) as count, min(raised_at) as since {Overdue}", now, options.OverdueAfter, ct, (int)Urgency.Last))
        .Add("welfare checks", (database, options, now, ct) => Since(
            database, $"select count(*) as count, min(greatest(raised_at, welfare_asked_at)) as since {Unvisited}", now,
            options.WelfareEvery, ct))
        .Add("silent crews", (database, options, now, ct) => Since(
            database, $"select count(*) as count, min({HeardAt}) as since {Silent}", now, options.SilentAfter, ct))
        .Add("missing places", (database, options, now, ct) => Since(
            database, $"select count(*) as count, min(raised_at) as since {WithoutPlace}", now, options.PlaceWithin, ct))
        .Add("nobody at a console", (database, options, now, ct) => Since(
            database, $"select count(*) as count, min(e.raised_at) as since {Unattended}", now, options.ConsoleWithin, ct));

    private static IServiceCollection Add(
        this IServiceCollection services, string name,
        Func<NpgsqlDataSource, DispatchOptions, DateTimeOffset, CancellationToken, Task<Due>> look) =>
        services.AddSingleton(provider =>
        {
            var (database, time) = (provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<TimeProvider>());
            var options = provider.GetRequiredService<IOptions<DispatchOptions>>();
            return new DueWork(name, BehindAfter, ct => look(database, options.Value, time.GetUtcNow(), ct));
        });

    /// <summary>It is due once so much time has passed since what the statement says.</summary>
    private static async Task<Due> Since(
        NpgsqlDataSource database, string sql, DateTimeOffset now, TimeSpan after, CancellationToken ct, params object[] more)
    {
        var due = await database.CountDue(sql, ct, [now - after, .. more]);
        return due with { Since = due.Since + after };
    }
}
