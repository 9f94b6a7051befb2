using Microsoft.AspNetCore.SignalR;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Paramedics;

/// <summary>A unit, or the emergency on which one is at work.</summary>
internal readonly record struct DeviceKey(TenantId Tenant, bool IsUnit, Guid Id);

/// <summary>Brings offers and changes to the devices of a crew.</summary>
internal sealed class ParamedicFeed(
    JobQueries jobs, UnitQueries units, IHubContext<ParamedicHub, IUnitClient> hub, ILogger<ParamedicFeed> log) : ChangeFeed<DeviceKey>(log)
{
    // Many offers in the same moment are read together. No crew waits longer for it than an eye takes to blink.
    protected override TimeSpan AtMostEvery => TimeSpan.FromMilliseconds(40);

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
            await Tell(ofTenant.Key, [.. ofTenant.Where(key => key.IsUnit).Select(key => new UnitId(key.Id)).Union(bound)], ct);
        }
    }

    /// <summary>However many units changed, they are read together: an offer must not wait for one query after another.</summary>
    private async Task Tell(TenantId tenant, IReadOnlyList<UnitId> changed, CancellationToken ct)
    {
        var live = (await jobs.LiveOf(tenant, changed, ct)).ToDictionary(job => job.Unit, job => job.Job);
        var rows = (await units.Rows(tenant, changed, ct)).ToDictionary(row => new UnitId(row.Id));
        foreach (var (unit, crew) in await jobs.CrewsOf(tenant, changed, ct))
        {
            foreach (var person in crew)
            {
                var devices = hub.Clients.Group(ParamedicHub.GroupOf(tenant, person));
                await devices.JobChanged(live.GetValueOrDefault(unit));
                if (rows.TryGetValue(unit, out var row))
                    await devices.UnitChanged(row);
            }
        }
    }
}
