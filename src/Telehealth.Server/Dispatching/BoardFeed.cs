using Microsoft.AspNetCore.SignalR;
using Telehealth.Domain.Emergencies;
using Telehealth.Server.EventStore;
using Telehealth.Server.Units;

namespace Telehealth.Server.Dispatching;

/// <summary>A row of the board that changed.</summary>
internal readonly record struct BoardKey(TenantId Tenant, bool IsUnit, Guid Id);

/// <summary>Keeps every console of a tenant at the last event: changed rows are sent whole, movements once a tick.</summary>
internal sealed class BoardFeed(BoardQueries board, UnitQueries units, IHubContext<DispatchHub, IDispatchClient> hub, ILogger<BoardFeed> log)
    : ChangeFeed<BoardKey>(log), IUnitMovementFeed
{
    public override void Publish(StoredEvent stored)
    {
        if (UnitAvailabilityFeed.UnitOf(stored) is { } unit)
            Mark(new BoardKey(stored.Tenant, IsUnit: true, unit.Value));
        if (stored.Event is EmergencyEvent)
            Mark(new BoardKey(stored.Tenant, IsUnit: false, stored.StreamId));
    }

    public Task Moved(TenantId tenant, IReadOnlyList<UnitFix> fixes, CancellationToken ct) =>
        hub.Clients.Group(DispatchHub.GroupOf(tenant)).UnitsMoved(fixes);

    protected override async Task Tell(IReadOnlyCollection<BoardKey> changed, CancellationToken ct)
    {
        foreach (var ofTenant in changed.GroupBy(key => key.Tenant))
        {
            var consoles = hub.Clients.Group(DispatchHub.GroupOf(ofTenant.Key));
            var emergencies = ofTenant.Where(key => !key.IsUnit).Select(key => key.Id).ToArray();
            foreach (var emergency in await board.Emergencies(ofTenant.Key, emergencies, ct))
                await consoles.EmergencyChanged(emergency);
            foreach (var unit in await units.Rows(ofTenant.Key, ofTenant.Where(key => key.IsUnit).Select(key => new UnitId(key.Id)), ct))
                await consoles.UnitChanged(unit);
            foreach (var alarm in await board.AlarmsOf(ofTenant.Key, emergencies, ct))
                await consoles.AlarmChanged(alarm);
        }
    }
}
