using Microsoft.AspNetCore.SignalR;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Live;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>A row of the board that changed.</summary>
internal readonly record struct BoardKey(TenantId Tenant, bool IsUnit, Guid Id);

/// <summary>
/// Keeps every console of a tenant at the last event: changed rows are sent whole, each version of one once, movements once a tick. They
/// are read once for all consoles of this node, and not at all where it has none.
/// </summary>
internal sealed class BoardFeed(
    EmergencyRowQueries rows, BoardQueries board, UnitQueries units, HubGroups<DispatchHub> watching,
    IHubContext<DispatchHub, IDispatchClient> hub, ILogger<BoardFeed> log) : ChangeFeed<BoardKey>(log), IUnitMovementFeed
{
    /// <summary>A message carries so many rows at most; what is more goes in the next one.</summary>
    private const int RowsInAMessage = 200;

    private readonly ToldRows _told = new();

    // Nobody reads faster than this, and a busy board changes the same rows several times within it.
    protected override TimeSpan AtMostEvery => TimeSpan.FromMilliseconds(100);

    public override void Publish(StoredEvent stored)
    {
        if (UnitAvailabilityFeed.UnitOf(stored) is { } unit)
            Mark(new BoardKey(stored.Tenant, IsUnit: true, unit.Value));
        if (stored.Event is EmergencyEvent)
            Mark(new BoardKey(stored.Tenant, IsUnit: false, stored.StreamId));
    }

    public Task Moved(TenantId tenant, IReadOnlyList<UnitFix> fixes, CancellationToken ct) =>
        hub.Clients.Group(DispatchHub.GroupOf(tenant)).UnitsMoved(fixes);

    /// <summary>The last fix of each unit, for a console that has not taken the older ones yet.</summary>
    public static IReadOnlyList<UnitFix> NewestOf(IReadOnlyList<UnitFix> older, IReadOnlyList<UnitFix> newer)
    {
        var moved = newer.Select(fix => fix.UnitId).ToHashSet();
        return [.. older.Where(fix => !moved.Contains(fix.UnitId)), .. newer];
    }

    protected override async Task Tell(IReadOnlyCollection<BoardKey> changed, CancellationToken ct)
    {
        foreach (var ofTenant in changed.GroupBy(key => key.Tenant).Where(group => watching.HasMembers(DispatchHub.GroupOf(group.Key))))
        {
            var consoles = hub.Clients.Group(DispatchHub.GroupOf(ofTenant.Key));
            foreach (var keys in ofTenant.Chunk(RowsInAMessage))
            {
                var change = NewsOf(ofTenant.Key, await Rows(ofTenant.Key, keys, ct));
                if (change.Emergencies.Count + change.Units.Count + change.Alarms.Count == 0)
                    continue;
                await consoles.BoardChanged(change);
                Remember(ofTenant.Key, change);
            }
        }
    }

    /// <summary>A version stands for the whole row, and whoever begins to watch reads the board after that.</summary>
    private BoardChange NewsOf(TenantId tenant, BoardChange change) => new(
        [.. change.Emergencies.Where(row => _told.IsNews(tenant, row.Id, row.Version))],
        [.. change.Units.Where(row => _told.IsNews(tenant, row.Id, row.Version))],
        [.. change.Alarms.Where(row => _told.IsNews(tenant, row.Id, row.Version))]);

    private void Remember(TenantId tenant, BoardChange told)
    {
        foreach (var row in told.Emergencies)
            _told.Told(tenant, row.Id, row.Version);
        foreach (var row in told.Units)
            _told.Told(tenant, row.Id, row.Version);
        foreach (var row in told.Alarms)
            _told.Told(tenant, row.Id, row.Version);
    }

    private async Task<BoardChange> Rows(TenantId tenant, BoardKey[] keys, CancellationToken ct)
    {
        var emergencies = keys.Where(key => !key.IsUnit).Select(key => key.Id).ToArray();
        var changed = keys.Where(key => key.IsUnit).Select(key => new UnitId(key.Id)).ToArray();
        return new BoardChange(
            emergencies.Length == 0 ? [] : await rows.Of(tenant, emergencies, ct),
            changed.Length == 0 ? [] : await units.Rows(tenant, changed, ct),
            emergencies.Length == 0 ? [] : await board.AlarmsOf(tenant, emergencies, ct));
    }
}
