using Telehealth.Dispatch.Planning;
using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>The units of a tenant as this node knows them now, seen from one emergency's place. Asked by one thread, as its travel source is.</summary>
internal sealed record UnitsAtHand(
    TenantId Tenant, EmergencyFacts Facts, GeoPoint Scene, IReadOnlyList<BoundRow> Bound, UnitPositions Positions, ITravelSource Travel, DateTimeOffset Now) : IUnitsAtHand
{
    /// <summary>Bound units whose way is reckoned: the nearest by straight distance.</summary>
    private const int Shortlist = 6;

    /// <summary>Every unit on shift as the database has it; null to go by the index.</summary>
    public IReadOnlyList<SelectableUnit>? Stored { get; init; }

    /// <summary>Units that other searches are asking right now.</summary>
    public IReadOnlySet<UnitId> Asked { get; init; } = new HashSet<UnitId>();

    /// <summary>How units would start; null to let each drive at once from where it was last seen.</summary>
    public UnitStarts? Starts { get; init; }

    /// <summary>Units that only a person sends here, since they belong to another area.</summary>
    public IReadOnlySet<UnitId> Outside { get; init; } = new HashSet<UnitId>();

    public IReadOnlyList<RankedUnit> Free(Skills needed, IReadOnlySet<UnitId> except, int wanted)
    {
        var passedBy = Asked.Count + Outside.Count == 0 ? except : except.Concat(Asked).Concat(Outside).ToHashSet();
        var request = new SelectionRequest(Scene, needed, DrivingModes.For(Facts.Priority), passedBy, wanted) { Starts = Starts };
        return Stored is { } units
            ? UnitSelection.Recommend(request, units, Travel, Now).Ranked
            : Positions.Nearest(Tenant, request, Travel, Now);
    }

    public IReadOnlyList<BoundUnit> UnderWay(Skills needed) => Near(
        needed, row => row.IsUnderWay && Diversion.Allows(row.Priority, Facts.Priority), row => (TimeSpan.Zero, UntilPatient(row)));

    public IReadOnlyList<BoundUnit> SoonFree(Skills needed) => Near(
        needed, row => !row.HasNext && ExpectedRest.Of(row.Status, Now - row.Since) is not null, row => (ExpectedRest.Of(row.Status, Now - row.Since)!.Value, null));

    public bool Has(UnitId unit, Skills needed) => Positions.SkillsOf(new UnitKey(Tenant, unit)).Covers(needed);

    private List<BoundUnit> Near(Skills needed, Func<BoundRow, bool> suits, Func<BoundRow, (TimeSpan UntilFree, TimeSpan? UntilPatient)> times)
    {
        var near = Bound
            .Where(row => row.Skills.Covers(needed) && row.Emergency != Facts.Id && !Outside.Contains(row.Unit) && suits(row))
            .Select(row => (Row: row, Fix: Positions.Last(new UnitKey(Tenant, row.Unit))))
            .Where(unit => unit.Fix is { } fix && Now - fix.At <= UnitSelection.MaximumFixAge)
            .OrderBy(unit => unit.Fix!.Value.Place.DistanceTo(Scene).Metres)
            .Take(Shortlist)
            .ToList();
        if (near.Count == 0)
            return [];
        var search = Travel.Towards(Scene, DrivingModes.For(Facts.Priority));
        var ways = near.ConvertAll(unit => search.From(Headed(unit.Fix!.Value)));
        return [.. near.Select((unit, index) =>
        {
            var (untilFree, untilPatient) = times(unit.Row);
            return new BoundUnit(unit.Row.Unit, unit.Row.Skills, unit.Row.Emergency, unit.Row.Assignment, unit.Row.Priority, untilFree, untilPatient, ways[index]);
        })];
    }

    private TimeSpan? UntilPatient(BoundRow row) =>
        row.Place is { } scene && Positions.Last(new UnitKey(Tenant, row.Unit)) is { } fix
            ? Travel.Towards(scene, DrivingModes.For(row.Priority)).From(Headed(fix)).Time
            : null;

    private static HeadedPlace Headed(in Fix fix) => new(fix.Place, fix.DrivenDegrees);
}
