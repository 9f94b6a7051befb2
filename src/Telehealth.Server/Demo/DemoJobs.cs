using Npgsql;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Demo;

/// <summary>Tells simulated crews what their devices would show.</summary>
internal sealed class DemoJobs(DemoCity city, JobQueries jobs, NpgsqlDataSource database, ILogger<DemoJobs> log) : ChangeFeed<UnitKey>(log)
{
    public override void Publish(StoredEvent stored)
    {
        if (UnitAvailabilityFeed.UnitOf(stored) is { } unit)
            Mark(new UnitKey(stored.Tenant, unit));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Jobs that crews had before a restart go on.
        var onShift = await database.Query(
            "select tenant, unit_id from units.unit_on_shift",
            row => new UnitKey(new TenantId(row.Guid("tenant")), new UnitId(row.Guid("unit_id"))), stoppingToken);
        foreach (var key in onShift)
            Mark(key);
        await base.ExecuteAsync(stoppingToken);
    }

    protected override async Task Tell(IReadOnlyCollection<UnitKey> changed, CancellationToken ct)
    {
        foreach (var key in changed)
        {
            var callSigns = await database.Query(
                "select call_sign from units.unit where tenant = $1 and unit_id = $2", row => row.Text("call_sign"), ct, key.Tenant.Value,
                key.Unit.Value);
            if (callSigns is [var callSign, ..])
                city.JobChanged(callSign, await jobs.Live(key.Tenant, key.Unit, ct));
        }
    }
}
