using Microsoft.AspNetCore.SignalR;
using Telehealth.Domain.Emergencies;
using Telehealth.Server.EventStore;
using Telehealth.Server.Units;

namespace Telehealth.Server.Paramedics;

/// <summary>A unit, or the emergency on which one is at work.</summary>
internal readonly record struct DeviceKey(TenantId Tenant, bool IsUnit, Guid Id);

/// <summary>Brings offers and changes to the devices of a crew.</summary>
internal sealed class ParamedicFeed(JobQueries jobs, UnitQueries units, IHubContext<ParamedicHub, IUnitClient> hub, ILogger<ParamedicFeed> log)
    : ChangeFeed<DeviceKey>(log)
{
    public override void Publish(StoredEvent stored)
    {
        if (UnitAvailabilityFeed.UnitOf(stored) is { } unit)
            Mark(new DeviceKey(stored.Tenant, IsUnit: true, unit.Value));
        // What one unit does, and what is written down, concerns every crew on the job.
        if (stored.Event is EmergencyEvent and not EmergencyEvent.EmergencyRaised)
            Mark(new DeviceKey(stored.Tenant, IsUnit: false, stored.StreamId));
    }

    protected override async Task Tell(IReadOnlyCollection<DeviceKey> changed, CancellationToken ct)
    {
        foreach (var ofTenant in changed.GroupBy(key => key.Tenant))
        {
            var bound = await jobs.UnitsOn(ofTenant.Key, ofTenant.Where(key => !key.IsUnit).Select(key => key.Id), ct);
            foreach (var unit in ofTenant.Where(key => key.IsUnit).Select(key => new UnitId(key.Id)).Union(bound))
                await Tell(ofTenant.Key, unit, ct);
        }
    }

    private async Task Tell(TenantId tenant, UnitId unit, CancellationToken ct)
    {
        var job = await jobs.Live(tenant, unit, ct);
        var row = await units.Row(tenant, unit, ct);
        foreach (var person in await jobs.CrewOf(tenant, unit, ct))
        {
            var devices = hub.Clients.Group(ParamedicHub.GroupOf(tenant, person));
            await devices.JobChanged(job);
            if (row is not null)
                await devices.UnitChanged(row);
        }
    }
}
