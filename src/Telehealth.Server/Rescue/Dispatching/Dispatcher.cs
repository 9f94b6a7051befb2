using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Areas;
using Telehealth.Server.Rescue.Emergencies;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// Follows the log and keeps every emergency moving: whatever leaves a need unmet has its region search. Restarts lose nothing, because the
/// log remembers what is still to do.
/// </summary>
internal sealed class Dispatcher(EmergencyEntity emergencies, ServerCommands commands, Regions regions, ServiceAreas areas)
    : IDurableSubscriber
{
    public const string Subscription = "dispatcher";

    public string Name => Subscription;

    public int EntitiesAtOnce => 32;

    /// <summary>A search takes milliseconds, and whoever comes behind one that hangs waits with it.</summary>
    public TimeSpan HandleWithin => TimeSpan.FromSeconds(10);

    public async Task Handle(StoredEvent stored, CancellationToken ct)
    {
        if (WorkFor(stored.Event) is not { } work)
            return;
        var order = SearchOrder.Of(work, stored.Tenant, stored.StreamId, stored.Version, AnsweredBy(stored.Event)?.Value);
        await regions.Ask(await RegionOf(stored, ct), order, ct);
    }

    public Task Parked(StoredEvent stored, CancellationToken ct) =>
        stored.Event is EmergencyEvent ? commands.ReportStalled(stored.Tenant, stored.StreamId, ct) : Task.CompletedTask;

    private static SearchWork? WorkFor(object happened) => happened switch
    {
        // Whoever a person asks, or who was kept, meets one need; who is asked for the others is looked at again.
        UnitOffered { ByHand: true }
        or ReservationOffered
        or EmergencyReopened
        or EmergencyRaised
        or UnitsRequired
        or OfferDeclined
        or OfferExpired
        or OfferRescinded
        or UnitStoodDown
        or UnitDiverted
        or ReservationReleased
        or SearchRestarted => SearchWork.Search,
        LocationImproved or EmergencyCorrected => SearchWork.Replace,
        _ => null,
    };

    private static UnitId? AnsweredBy(object happened) => happened switch
    {
        OfferDeclined declined => declined.Unit,
        OfferExpired expired => expired.Unit,
        OfferRescinded rescinded => rescinded.Unit,
        UnitStoodDown stoodDown => stoodDown.Unit,
        _ => null,
    };

    private async Task<RegionKey> RegionOf(StoredEvent stored, CancellationToken ct) =>
        areas.Map.Areas.Count == 0
            ? new RegionKey(stored.Tenant, string.Empty)
            : RegionKey.Of(stored.Tenant, await emergencies.LoadAtLeast(stored.Tenant, stored.StreamId, stored.Version, ct), areas);
}
