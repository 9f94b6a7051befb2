using Npgsql;
using Telehealth.Dispatch.Planning;
using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Areas;
using Telehealth.Server.Rescue.Units;
using TravelAtOffer = Telehealth.Domain.Rescue.Emergencies.Travel;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>Who should go. The index proposes in microseconds; the database is asked when reasons are wanted or nobody was found.</summary>
internal sealed class UnitChooser(
    UnitContext context, TravelSources travel, AssignedUnits assignments, NpgsqlDataSource database, TimeProvider time)
{
    private readonly UnitPositions _positions = context.Positions;

    /// <summary>So often a search gives way to others before the database decides between them.</summary>
    private const int SearchesThatCollide = 8;

    /// <summary>So many stand in a recommendation by the routing server's times.</summary>
    private const int BestOnes = 10;

    /// <summary>
    /// What should be done for each need of the emergency that is unmet. The index may lag the database by a moment: before anybody is told
    /// that nobody is left, the plan is made once more from what the database says.
    /// </summary>
    /// <param name="tenant">Whose emergency.</param>
    /// <param name="emergency">As it is now.</param>
    /// <param name="policy">What the rule may do.</param>
    /// <param name="asked">Whom other searches are about to ask; who is chosen here stands there too when this returns.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<DispatchStep>> Plan(
        TenantId tenant, Emergency.Open emergency, DispatchPolicy policy, AskedUnits asked, CancellationToken ct)
    {
        if (emergency.Facts.Place.Point is not { } scene)
            return [];
        var ahead = await assignments.WaitingBefore(tenant, emergency.Facts, ct);
        for (var tries = 0; tries < SearchesThatCollide; tries++)
        {
            var taken = asked.Of(tenant, _positions.IndexOf(tenant));
            var steps = await PlanByIndex(tenant, emergency, scene, taken, ahead, policy, ct);
            if (steps.Any(step => step is DispatchStep.Wait))
                break;
            if (asked.TryTake(UnitsIn(tenant, steps)))
                return steps;
        }

        var assigned = await assignments.Of(tenant, ct);
        var stored = await Units(tenant, ct);
        var others = asked.Of(tenant, _positions.IndexOf(tenant));
        return await travel.Reckon(
            source => DispatchPlanner.Plan(
                emergency,
                Around(tenant, emergency.Facts, scene, assigned, source) with { Pending = others, Stored = stored },
                ahead,
                policy),
            ct);
    }

    /// <summary>Mostly somebody free is near; then the units that have a job, which only the database knows, need not be read.</summary>
    private async Task<IReadOnlyList<DispatchStep>> PlanByIndex(
        TenantId tenant, Emergency.Open emergency, GeoPoint scene, IReadOnlySet<UnitId> taken, IReadOnlyList<WaitingNeed> ahead,
        DispatchPolicy policy, CancellationToken ct)
    {
        var steps = await PlanAmong([]);
        return DispatchPlanner.DependsOnAssigned(steps, policy) ? await PlanAmong(await assignments.Of(tenant, ct)) : steps;

        Task<IReadOnlyList<DispatchStep>> PlanAmong(IReadOnlyList<AssignedRow> assigned) => travel.Reckon(
            source => DispatchPlanner.Plan(
                emergency, Around(tenant, emergency.Facts, scene, assigned, source) with { Pending = taken }, ahead, policy), ct);
    }

    /// <summary>What a search that started anew would do. Asks nobody.</summary>
    public async Task<IReadOnlyList<DispatchStep>> Preview(
        TenantId tenant, Emergency.Open emergency, DispatchPolicy policy, AskedUnits asked, CancellationToken ct)
    {
        if (emergency.Facts.Place.Point is not { } scene)
            return [];
        var assigned = await assignments.Of(tenant, ct);
        var ahead = await assignments.WaitingBefore(tenant, emergency.Facts, ct);
        var taken = asked.Of(tenant, _positions.IndexOf(tenant));
        var again = emergency with { Facts = emergency.Facts with { Diverted = [] } };
        return await travel.Reckon(
            source => DispatchPlanner.Plan(
                again, Around(tenant, emergency.Facts, scene, assigned, source) with { Pending = taken }, ahead, policy), ct);
    }

    /// <summary>Whether somebody who comes before this emergency waits for what a unit with these skills can do.</summary>
    public async Task<bool> IsWaitedForBefore(TenantId tenant, EmergencyFacts facts, Skills skills, CancellationToken ct) =>
        (await assignments.WaitingBefore(tenant, facts, ct)).Any(first => skills.Covers(first.Skills));

    private static List<UnitKey> UnitsIn(TenantId tenant, IReadOnlyList<DispatchStep> steps) =>
        [.. steps.OfType<DispatchStep.Ask>().SelectMany(ask => ask.Units).Select(unit => new UnitKey(tenant, unit.Id))];

    /// <summary>The fastest suitable units for one need, best first.</summary>
    public Task<IReadOnlyList<RankedUnit>> Fastest(
        TenantId tenant, EmergencyFacts facts, Skills skills, IReadOnlySet<UnitId> except, int wanted, CancellationToken ct) =>
        facts.Place.Point is { } scene
            ? travel.Reckon(source => Around(tenant, facts, scene, [], source).Free(skills, except, wanted), ct)
            : Task.FromResult<IReadOnlyList<RankedUnit>>([]);

    /// <summary>
    /// All suitable units best first, and why each other one was left out; those who said no stand among the suitable if wanted. Where a
    /// routing server is asked, it decides who the best ones are, and the rest stand behind them in the order of our roads.
    /// </summary>
    public async Task<Selection> Recommend(
        TenantId tenant, EmergencyFacts facts, Skills skills, bool alsoThoseWhoSaidNo, CancellationToken ct)
    {
        if (facts.Place.Point is not { } scene)
            return new Selection([], []);
        var units = await Units(tenant, ct);
        IReadOnlySet<UnitId> left = alsoThoseWhoSaidNo ? new HashSet<UnitId>() : facts.SaidNo;
        var mode = DrivingModes.For(facts.Priority);
        var request = new SelectionRequest(scene, skills, mode, left, int.MaxValue) { Starts = context.StartsOf(tenant) };
        var now = time.GetUtcNow();
        var all = travel.Use(source => UnitSelection.Recommend(request, units, source, now));
        var outside = context.Homes.OutsideAt(tenant, scene);
        List<RankedUnit> ranked = [.. all.Ranked.Where(unit => !outside.Contains(unit.Id))];
        if (travel.AreRouted)
        {
            var few = request with { Declined = left.Union(outside).ToHashSet(), Wanted = BestOnes };
            var best = await travel.Reckon(source => UnitSelection.Recommend(few, units, source, now), ct);
            ranked = [.. best.Ranked.Where(unit => unit.Travel.Basis == TravelBasis.Routing).Concat(ranked).DistinctBy(unit => unit.Id)];
        }

        return new Selection(
            ranked,
            [
                .. all.LeftOut,
                .. all.Ranked.Where(unit => outside.Contains(unit.Id)).Select(unit => new LeftOutUnit(unit.Id, LeftOutReason.OutsideArea)),
            ]);
    }

    /// <summary>Units that have a job and could come all the same: those that may be diverted, and those that are soon clear.</summary>
    public async Task<(IReadOnlyList<AssignedUnit> Divertible, IReadOnlyList<AssignedUnit> SoonFree)> Assigned(
        TenantId tenant, EmergencyFacts facts, Skills skills, CancellationToken ct)
    {
        if (facts.Place.Point is not { } scene)
            return ([], []);
        var assigned = await assignments.Of(tenant, ct);
        return await travel.Reckon(source =>
        {
            var units = Around(tenant, facts, scene, assigned, source);
            return (units.UnderWay(skills), units.SoonFree(skills));
        }, ct);
    }

    /// <summary>How far one unit is; null when nobody knows where it is, or where it is to go.</summary>
    public async Task<TravelAtOffer?> TravelOf(TenantId tenant, UnitId unit, EmergencyFacts facts, CancellationToken ct) =>
        facts.Place.Point is { } scene && _positions.Last(new UnitKey(tenant, unit)) is { } fix
            ? (await travel.Reckon(
                source => source.Towards(scene, DrivingModes.For(facts.Priority))
                    .From(context.StartsOf(tenant).Of(unit, fix.Place).Place.Headed),
                ct)).ToOffer()
            : null;

    private UnitAvailability Around(
        TenantId tenant, EmergencyFacts facts, GeoPoint scene, IReadOnlyList<AssignedRow> assigned, ITravelSource source) =>
        new(facts, scene, _positions.IndexOf(tenant), assigned, source, time.GetUtcNow())
        {
            Outside = context.Homes.OutsideAt(tenant, scene),
            Starts = context.StartsOf(tenant),
        };

    private Task<IReadOnlyList<SelectableUnit>> Units(TenantId tenant, CancellationToken ct) =>
        database.Query(
            """
            select u.unit_id, u.skills, u.paused_reason is not null as paused, a.status is not null as bound
            from units.unit u join units.unit_on_shift s using (tenant, unit_id)
                left join units.unit_activity a using (tenant, unit_id)
            where u.tenant = $1
            """,
            row =>
            {
                var id = new UnitId(row.Guid("unit_id"));
                var readiness =
                    row.Flag("bound") ? UnitReadiness.Assigned
                    : row.Flag("paused") ? UnitReadiness.Unavailable
                    : UnitReadiness.Available;
                return new SelectableUnit(id, (Skills)row.Integer("skills"), readiness, _positions.Last(new UnitKey(tenant, id)));
            },
            ct, tenant.Value);
}

/// <summary>Where units are, where they are at home, and how they would start.</summary>
internal sealed class UnitContext(UnitPositions positions, UnitHomes homes, AreaRoads roads, PostList posts, TimeProvider time)
{
    private readonly RoadExtrapolation? _extrapolation = roads.Graph is { } graph ? new RoadExtrapolation(graph) : null;
    private readonly IReadOnlyList<GeoPoint> _stations = [.. posts.All.Select(post => post.Place)];

    public UnitPositions Positions => positions;

    public UnitHomes Homes => homes;

    public UnitStarts StartsOf(TenantId tenant) =>
        new(
            unit => positions.Last(new UnitKey(tenant, unit)), _extrapolation, positions.FastestOf(tenant), _stations, Mobilisation.Usual,
            time.GetUtcNow());
}
