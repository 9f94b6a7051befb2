using Npgsql;
using Telehealth.Dispatch.Planning;
using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Emergencies;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Paramedics;
using Telehealth.Server.Areas;
using Telehealth.Server.EventStore;
using Telehealth.Server.Units;
using TravelAtOffer = Telehealth.Domain.Emergencies.Travel;

namespace Telehealth.Server.Dispatching;

/// <summary>Who should go. The index proposes in microseconds; the database is asked when reasons are wanted or nobody was found.</summary>
internal sealed class UnitChooser(
    UnitGround ground, TravelSources travel, BoundUnits bound, AskedUnits asked, NpgsqlDataSource database, TimeProvider time)
{
    private readonly UnitPositions _positions = ground.Positions;

    /// <summary>So often a search gives way to others before the database decides between them.</summary>
    private const int SearchesThatCollide = 8;

    public static DrivingMode ModeFor(EmergencyFacts facts) =>
        facts.Priority <= Priority.Emergency ? DrivingMode.LightsAndSirens : DrivingMode.Regular;

    /// <summary>
    /// What should be done for each need of the emergency that is unmet. The index may lag the database by a moment: before anybody is told that
    /// nobody is left, the plan is made once more from what the database says.
    /// </summary>
    public async Task<IReadOnlyList<DispatchStep>> Plan(TenantId tenant, Emergency.Open emergency, DispatchPolicy policy, CancellationToken ct)
    {
        var units = await AtHand(tenant, emergency.Facts, ct);
        var ahead = await bound.WaitingBefore(tenant, emergency.Facts, ct);
        for (var tries = 0; tries < SearchesThatCollide; tries++)
        {
            units = units with { Asked = asked.Of(tenant) };
            var steps = DispatchPlanner.Plan(emergency, units, ahead, policy);
            if (steps.Any(step => step is DispatchStep.Wait))
                break;
            if (TryTake(tenant, steps))
                return steps;
        }

        return DispatchPlanner.Plan(emergency, units with { Stored = await Units(tenant, ct) }, ahead, policy);
    }

    /// <summary>What a search that started anew would do. Asks nobody.</summary>
    public async Task<IReadOnlyList<DispatchStep>> Preview(TenantId tenant, Emergency.Open emergency, DispatchPolicy policy, CancellationToken ct)
    {
        var units = await AtHand(tenant, emergency.Facts, ct) with { Asked = asked.Of(tenant) };
        var again = emergency with { Facts = emergency.Facts with { Diverted = [] } };
        return DispatchPlanner.Plan(again, units, await bound.WaitingBefore(tenant, emergency.Facts, ct), policy);
    }

    /// <summary>Whether somebody who comes before this emergency waits for what a unit with these skills can do.</summary>
    public async Task<bool> IsWaitedForBefore(TenantId tenant, EmergencyFacts facts, Skills skills, CancellationToken ct) =>
        (await bound.WaitingBefore(tenant, facts, ct)).Any(first => skills.Covers(first.Skills));

    /// <summary>All units that would be asked, or none: another search took one in the same moment.</summary>
    private bool TryTake(TenantId tenant, IReadOnlyList<DispatchStep> steps)
    {
        var taken = new List<UnitKey>();
        foreach (var unit in steps.OfType<DispatchStep.Ask>().SelectMany(ask => ask.Units))
        {
            var key = new UnitKey(tenant, unit.Id);
            if (!asked.TryTake(key))
            {
                taken.ForEach(asked.GiveBack);
                return false;
            }

            taken.Add(key);
        }

        return true;
    }

    /// <summary>The fastest suitable units for one need, best first.</summary>
    public IReadOnlyList<RankedUnit> Fastest(TenantId tenant, EmergencyFacts facts, Skills skills, IReadOnlySet<UnitId> except, int wanted)
    {
        var outside = ground.Homes.OutsideAt(tenant, facts.Place.Point);
        var request = new SelectionRequest(facts.Place.Point, skills, ModeFor(facts), outside.Count == 0 ? except : except.Union(outside).ToHashSet(), wanted);
        return travel.Use(source => _positions.Nearest(tenant, request with { Starts = ground.StartsOf(tenant) }, source, time.GetUtcNow()));
    }

    /// <summary>All suitable units best first, and why each other one was left out; those who said no stand among the suitable if wanted.</summary>
    public async Task<Selection> Recommend(TenantId tenant, EmergencyFacts facts, Skills skills, bool alsoThoseWhoSaidNo, CancellationToken ct)
    {
        var units = await Units(tenant, ct);
        IReadOnlySet<UnitId> left = alsoThoseWhoSaidNo ? new HashSet<UnitId>() : facts.SaidNo;
        var all = travel.Use(source => UnitSelection.Recommend(
            new SelectionRequest(facts.Place.Point, skills, ModeFor(facts), left, int.MaxValue) { Starts = ground.StartsOf(tenant) }, units, source, time.GetUtcNow()));
        var outside = ground.Homes.OutsideAt(tenant, facts.Place.Point);
        return outside.Count == 0 ? all : new Selection(
            [.. all.Ranked.Where(unit => !outside.Contains(unit.Id))],
            [.. all.LeftOut, .. all.Ranked.Where(unit => outside.Contains(unit.Id)).Select(unit => new LeftOutUnit(unit.Id, LeftOutReason.OutsideArea))]);
    }

    /// <summary>Units that have a job and could come all the same: those that may be diverted, and those that are soon clear.</summary>
    public async Task<(IReadOnlyList<BoundUnit> Divertible, IReadOnlyList<BoundUnit> SoonFree)> Bound(
        TenantId tenant, EmergencyFacts facts, Skills skills, CancellationToken ct)
    {
        var units = await AtHand(tenant, facts, ct);
        return (units.UnderWay(skills), units.SoonFree(skills));
    }

    /// <summary>How far one unit is; null when nobody knows where it is.</summary>
    public TravelAtOffer? TravelOf(TenantId tenant, UnitId unit, EmergencyFacts facts) =>
        _positions.Last(new UnitKey(tenant, unit)) is { } fix
            ? travel.Use(source => source.Towards(facts.Place.Point, ModeFor(facts)).From(fix.Place)).ToOffer()
            : null;

    private async Task<UnitsAtHand> AtHand(TenantId tenant, EmergencyFacts facts, CancellationToken ct) =>
        new(tenant, facts, await bound.Of(tenant, ct), _positions, travel, time.GetUtcNow())
        {
            Outside = ground.Homes.OutsideAt(tenant, facts.Place.Point),
            Starts = ground.StartsOf(tenant),
        };

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
                return new SelectableUnit(id, (Skills)row.Integer("skills"), readiness, _positions.Last(new UnitKey(tenant, id)));
            },
            ct, tenant.Value);
}

/// <summary>Where units are, where they are at home, and how they would start.</summary>
internal sealed class UnitGround(UnitPositions positions, UnitHomes homes, AreaRoads roads, PostList posts, TimeProvider time)
{
    private readonly RoadExtrapolation? _extrapolation = roads.Graph is { } graph ? new RoadExtrapolation(graph) : null;
    private readonly IReadOnlyList<GeoPoint> _stations = [.. posts.All.Select(post => post.Place)];

    public UnitPositions Positions => positions;

    public UnitHomes Homes => homes;

    public UnitStarts StartsOf(TenantId tenant) =>
        new(unit => positions.Last(new UnitKey(tenant, unit)), _extrapolation, positions.FastestOf(tenant), _stations, Mobilisation.Usual, time.GetUtcNow());
}

internal static class OfferTravel
{
    public static TravelAtOffer ToOffer(this Telehealth.Dispatch.Policies.Travel travel) => new(travel.Time, travel.Length, travel.Basis.Code());
}
