using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Planning;

/// <summary>
/// The units of one tenant as seen from one emergency's place: who is free, who has a job and
/// could come all the same, and how old a fix may be for that. The server and the simulation
/// both ask it, so what is simulated is what runs. Asked by one thread, as its travel source is.
/// </summary>
/// <param name="Facts">Of the emergency.</param>
/// <param name="Scene">Where it is.</param>
/// <param name="Index">Who is free, and where all were last seen.</param>
/// <param name="Assigned">Every unit that has taken a job.</param>
/// <param name="Travel">How long they take.</param>
/// <param name="Now">The moment.</param>
public sealed record UnitAvailability(
    EmergencyFacts Facts, GeoPoint Scene, IUnitIndex Index, IReadOnlyList<AssignedRow> Assigned, ITravelSource Travel, DateTimeOffset Now)
    : IUnitAvailability
{
    /// <summary>Assigned units whose way is reckoned: the nearest by straight distance.</summary>
    private const int Shortlist = 6;

    private static readonly IReadOnlySet<UnitId> Nobody = new HashSet<UnitId>();

    /// <summary>Every unit on shift as the database has it; null to go by the index.</summary>
    public IReadOnlyList<SelectableUnit>? Stored { get; init; }

    /// <summary>Units that other searches are asking right now.</summary>
    public IReadOnlySet<UnitId> Pending { get; init; } = Nobody;

    /// <summary>How free units would start; null to let each drive at once from where it was last seen.</summary>
    public UnitStarts? Starts { get; init; }

    /// <summary>Units that only a person sends here, since they belong to another area.</summary>
    public IReadOnlySet<UnitId> Outside { get; init; } = Nobody;

    /// <inheritdoc/>
    public IReadOnlyList<RankedUnit> Free(Skills needed, IReadOnlySet<UnitId> except, int wanted)
    {
        var passedBy = Pending.Count + Outside.Count == 0 ? except : except.Concat(Pending).Concat(Outside).ToHashSet();
        var request = new SelectionRequest(Scene, needed, DrivingModes.For(Facts.Priority), passedBy, wanted) { Starts = Starts };
        return Stored is { } units
            ? UnitSelection.Recommend(request, units, Travel, Now).Ranked
            : UnitSelection.Nearest(request, Index, Travel, Now);
    }

    /// <inheritdoc/>
    public IReadOnlyList<AssignedUnit> UnderWay(Skills needed) => Near(
        needed,
        row => row.IsUnderWay && Diversion.Allows(row.Priority, Facts.Priority),
        (row, fix) => (TimeSpan.Zero, UntilPatient(row, fix)));

    /// <inheritdoc/>
    public IReadOnlyList<AssignedUnit> SoonFree(Skills needed) => Near(
        needed, row => !row.HasNext && RestOf(row) is not null, (row, _) => (RestOf(row)!.Value, null));

    /// <inheritdoc/>
    public bool Has(UnitId unit, Skills needed) => Index.TryGet(unit, out var known) && known.Skills.Covers(needed);

    private List<AssignedUnit> Near(
        Skills needed, Func<AssignedRow, bool> suits, Func<AssignedRow, Fix, (TimeSpan UntilFree, TimeSpan? UntilPatient)> times)
    {
        var near = Assigned
            .Where(row => row.Skills.Covers(needed) && row.Emergency != Facts.Id && !Outside.Contains(row.Unit) && suits(row))
            .Select(row => (Row: row, Fix: Index.LastFix(row.Unit)))
            .Where(unit => unit.Fix is { } fix && UnitSelection.IsRecent(fix.At, Now))
            .OrderBy(unit => unit.Fix!.Value.Place.DistanceTo(Scene).Metres)
            .Take(Shortlist)
            .ToList();
        if (near.Count == 0)
            return [];
        var search = Travel.Towards(Scene, DrivingModes.For(Facts.Priority));
        // All of these before the ways to other places are asked for: a travel source has one search at a time.
        var ways = near.ConvertAll(unit => search.From(Headed(unit.Fix!.Value)));
        return [.. near.Select((unit, index) =>
        {
            var (row, (untilFree, untilPatient)) = (unit.Row, times(unit.Row, unit.Fix!.Value));
            return new AssignedUnit(
                row.Unit, row.Skills, row.Emergency, row.Assignment, row.Priority, untilFree, untilPatient, ways[index]);
        })];
    }

    private TimeSpan? RestOf(AssignedRow row) => ExpectedRest.Of(row.Status, Now - row.Since);

    private TimeSpan? UntilPatient(AssignedRow row, Fix fix) =>
        row.Place is { } scene ? Travel.Towards(scene, DrivingModes.For(row.Priority)).From(Headed(fix)).Time : null;

    private static HeadedPlace Headed(in Fix fix) => new(fix.Place, fix.DrivenDegrees);
}
