using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.LoadTests.Feeds;

/// <summary>
/// A log made long by the database itself: one emergency's events, from its call to its end, over and over under new ids and as of two
/// months ago. Only the database runs meanwhile, and what follows the log stands at its end afterwards.
/// </summary>
internal static class GrownLog
{
    /// <summary>A transaction's part: large ones fill the disk with what they may have to undo.</summary>
    private const int EventsAtOnce = 500_000;

    /// <param name="folder">Of the database.</param>
    /// <param name="model">The emergency whose events are repeated.</param>
    /// <param name="events">As many as the log has afterwards, to the next whole emergency.</param>
    public static async Task<long> To(string folder, Guid model, long events, CancellationToken ct)
    {
        var builder = new HostApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new("Postgres:DataFolder", folder)]);
        builder.Logging.ClearProviders();
        builder.Services.AddHosting(builder.Configuration);
        using var host = builder.Build();
        await host.StartAsync(ct);
        try
        {
            var database = host.Services.GetRequiredService<NpgsqlDataSource>();
            var there = await Count("select count(*) from event_store.event");
            var ofModel = await Count($"select count(*) from event_store.event where {OfModel(model)}");
            while (there < events)
            {
                var emergencies = (Math.Min(EventsAtOnce, events - there) + ofModel - 1) / ofModel;
                await Run(Grow(model, emergencies));
                there += emergencies * ofModel;
            }

            await Run(
                """
                update event_store.subscription
                set (xid, position) = (select xid, position from event_store.event order by xid desc, position desc limit 1)
                """);
            await Run("vacuum analyze event_store.event");
            return there;

            async Task<long> Count(string sql)
            {
                await using var count = database.CreateCommand(sql);
                return (long)(await count.ExecuteScalarAsync(ct))!;
            }

            async Task Run(string sql)
            {
                await using var run = database.CreateCommand(sql);
                run.CommandTimeout = 0;
                await run.ExecuteNonQueryAsync(ct);
            }
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Alarms have ids of their own, which may not come twice.</summary>
    private static string OfModel(Guid model) =>
        $"stream_id = '{model}' and name in ('emergency.raised.v1', 'emergency.note_added.v1', 'emergency.cancelled.v1')";

    private static string Grow(Guid model, long emergencies) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        with model as (
            select tenant, stream_type, row_number() over (order by version) as number, name, body, actor_kind, actor_id, at
            from event_store.event where {OfModel(model)}),
        fresh as materialized (select gen_random_uuid() as id, n from generate_series(1, {emergencies}) n),
        heads as (
            insert into event_store.stream (tenant, stream_type, stream_id, version)
            select (select tenant from model limit 1), 'emergency', id, (select max(number) from model) from fresh)
        insert into event_store.event (tenant, stream_type, stream_id, version, name, body, actor_kind, actor_id, at, command_id)
        select tenant, stream_type, id, number, name, body, actor_kind, actor_id, at - interval '60 days', gen_random_uuid()
        from fresh cross join model order by n, number
        """);
}
