using Npgsql;
using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Emergencies;
using Telehealth.Domain.Paramedics;
using Telehealth.Server.EventStore;
using Telehealth.Server.Units;
using TravelAtOffer = Telehealth.Domain.Emergencies.Travel;

namespace Telehealth.Server.Dispatching;

/// <summary>Who should go. The index proposes in microseconds; the database is asked when reasons are wanted or nobody was found.</summary>
internal sealed class UnitChooser(UnitPositions positions, TravelSources travel, NpgsqlDataSource database, TimeProvider time)
{
    private const int Shortlist = 8;

    /// <summary>The fastest suitable units, best first.</summary>
    public IReadOnlyList<RankedUnit> Best(TenantId tenant, EmergencyFacts facts) =>
        travel.Use(source => positions.Nearest(tenant, RequestFor(facts, facts.SaidNo, Shortlist), source, time.GetUtcNow()));

    /// <summary>All suitable units best first, and why each other one was left out; those who said no stand among the suitable.</summary>
    public async Task<Selection> Recommend(TenantId tenant, EmergencyFacts facts, bool alsoThoseWhoSaidNo, CancellationToken ct)
    {
        var units = await Units(tenant, ct);
        IReadOnlySet<UnitId> left = alsoThoseWhoSaidNo ? new HashSet<UnitId>() : facts.SaidNo;
        return travel.Use(source => UnitSelection.Recommend(RequestFor(facts, left, int.MaxValue), units, source, time.GetUtcNow()));
    }

    /// <summary>How far one unit is; null when nobody knows where it is.</summary>
    public TravelAtOffer? TravelOf(TenantId tenant, UnitId unit, EmergencyFacts facts) =>
        positions.Last(new UnitKey(tenant, unit)) is { } fix
            ? travel.Use(source => source.Towards(facts.Place.Point, ModeFor(facts)).From(fix.Place)).ToOffer()
            : null;

    private static SelectionRequest RequestFor(EmergencyFacts facts, IReadOnlySet<UnitId> left, int wanted) =>
        new(facts.Place.Point, facts.NeededSkills, ModeFor(facts), left, wanted);

    private static DrivingMode ModeFor(EmergencyFacts facts) =>
        facts.Priority <= Priority.Emergency ? DrivingMode.LightsAndSirens : DrivingMode.Regular;

    private Task<IReadOnlyList<SelectableUnit>> Units(TenantId tenant, CancellationToken ct) =>
        database.Query(
            """
            select u.unit_id, u.skills, u.paused_reason is not null as paused, a.status is not null as bound
            from unit u join unit_on_shift s using (tenant, unit_id) left join unit_activity a using (tenant, unit_id) where u.tenant = $1
            """,
            row =>
            {
                var id = new UnitId(row.Guid("unit_id"));
                var readiness = row.Flag("bound") ? UnitReadiness.Assigned : row.Flag("paused") ? UnitReadiness.Unavailable : UnitReadiness.Available;
                return new SelectableUnit(id, (Skills)row.Integer("skills"), readiness, positions.Last(new UnitKey(tenant, id)));
            },
            ct, tenant.Value);
}

internal static class OfferTravel
{
    public static TravelAtOffer ToOffer(this Telehealth.Dispatch.Policies.Travel travel) => new(travel.Time, travel.Length, travel.Basis.Code());
}
