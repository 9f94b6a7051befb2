using System.Collections.Concurrent;
using Npgsql;
using Telehealth.Dispatch.Areas;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Rescue.Areas;

/// <summary>
/// Where the units on shift are at home, in memory, so that whoever looks for units need not ask the database. Written by the log's tail
/// and once at the start; units whose vehicle no area names are not kept: they may go everywhere.
/// </summary>
internal sealed class UnitHomes(ServiceAreas areas, NpgsqlDataSource database) : BackgroundService, ILiveFeed
{
    private static readonly IReadOnlySet<UnitId> Nobody = new HashSet<UnitId>();

    private readonly ConcurrentDictionary<(TenantId Tenant, UnitId Unit), Area> _homes = new();

    /// <summary>Units that only a person sends to this place: at home elsewhere, where nobody helps here.</summary>
    public IReadOnlySet<UnitId> OutsideAt(TenantId tenant, GeoPoint place)
    {
        if (_homes.IsEmpty || areas.Map.AreasAt(place, AreaKind.Service) is not { Count: > 0 } at)
            return Nobody;
        return _homes
            .Where(home => home.Key.Tenant == tenant && !AreaRules.FitOf(home.Value, at).MayBeSent())
            .Select(home => home.Key.Unit)
            .ToHashSet();
    }

    public void Publish(StoredEvent stored)
    {
        if (stored.Event is UnitEvent.ShiftStarted started)
            Enter(stored.Tenant, started.Unit, started.CallSign);
        else if (stored.Event is UnitEvent.ShiftEnded)
            _homes.TryRemove((stored.Tenant, new UnitId(stored.StreamId)), out _);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (areas.Map.Areas.Count == 0)
            return;
        var present = await database.Query(
            "select u.tenant, u.unit_id, u.call_sign from units.unit_on_shift s join units.unit u using (tenant, unit_id)",
            row => (Tenant: new TenantId(row.Guid("tenant")), Unit: new UnitId(row.Guid("unit_id")), CallSign: row.Text("call_sign")),
            stoppingToken);
        foreach (var unit in present)
            Enter(unit.Tenant, unit.Unit, unit.CallSign);
    }

    private void Enter(TenantId tenant, UnitId unit, string callSign)
    {
        if (areas.Map.HomeOf(callSign) is { } home)
            _homes[(tenant, unit)] = home;
    }
}
