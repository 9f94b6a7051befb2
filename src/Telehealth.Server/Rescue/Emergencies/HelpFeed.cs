using Microsoft.AspNetCore.SignalR;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Live;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Emergencies;

/// <summary>Which emergency, in which tenant.</summary>
internal readonly record struct EmergencyKey(TenantId Tenant, EmergencyId Emergency);

/// <summary>
/// Tells callers what becomes of their emergency, and where the crew is while it comes. Where no caller's page is open on this node,
/// nothing is read: most emergencies are a dispatcher's, and units move all day.
/// </summary>
internal sealed class HelpFeed(
    HelpQueries queries, HubGroups<EmergencyHub> watching, IHubContext<EmergencyHub, IEmergencyClient> hub, ILogger<HelpFeed> log)
    : ChangeFeed<EmergencyKey>(log), IUnitMovementFeed
{
    public override void Publish(StoredEvent stored)
    {
        if (stored.Event is EmergencyEvent)
            Mark(new EmergencyKey(stored.Tenant, new EmergencyId(stored.StreamId)));
    }

    public async Task Moved(TenantId tenant, IReadOnlyList<UnitFix> fixes, CancellationToken ct)
    {
        if (watching.AreEmpty)
            return;
        foreach (var emergency in await queries.ServedBy(tenant, fixes.Select(fix => fix.UnitId), ct))
            Mark(new EmergencyKey(tenant, emergency));
    }

    protected override async Task Tell(IReadOnlyCollection<EmergencyKey> changed, CancellationToken ct)
    {
        if (watching.AreEmpty)
            return;
        foreach (var ofTenant in changed.GroupBy(key => key.Tenant))
        {
            foreach (var (patient, view) in await queries.OfPatients(ofTenant.Key, ofTenant.Select(key => key.Emergency), ct))
                await hub.Clients.Group(EmergencyHub.GroupOf(ofTenant.Key, patient)).HelpChanged(view);
        }
    }
}
