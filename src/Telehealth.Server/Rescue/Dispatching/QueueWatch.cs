using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Rescue.Areas;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// The queue of those for whom nobody was left: most urgent first, then oldest. Their regions look now and then whether a unit could serve
/// one, and begin the search again.
/// </summary>
internal sealed class QueueWatch(
    SubscriptionLease lease, Regions regions, ServiceAreas areas, NpgsqlDataSource database, IOptions<DispatchOptions> options,
    ILogger<QueueWatch> log) : BackgroundService
{
    private const int RowsPerTick = 200;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticking.Every(options.Value.SearchTick, LookAgain, log, stoppingToken);

    /// <summary>One node asks, that which runs the dispatcher; each region looks by itself.</summary>
    private async Task LookAgain(CancellationToken ct)
    {
        if (!lease.IsRunHere(Dispatcher.Subscription))
            return;
        var left = await database.Query(
            """
            select tenant, emergency_id, version, latitude, longitude from emergencies.emergency
            where ended_at is null and missing > 0 and nobody_left and latitude is not null order by priority, raised_at limit $1
            """,
            row => (Tenant: new TenantId(row.Guid("tenant")), Emergency: row.Guid("emergency_id"), Version: row.Long("version"),
                Scene: row.PointOrNull()), ct, RowsPerTick);
        foreach (var emergency in left)
        {
            await regions.Ask(
                RegionKey.Of(emergency.Tenant, emergency.Scene, areas),
                SearchOrder.Of(SearchWork.LookAgain, emergency.Tenant, emergency.Emergency, emergency.Version), ct);
        }
    }
}
