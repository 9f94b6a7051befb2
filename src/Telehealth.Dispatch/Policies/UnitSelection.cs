using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Dispatch.Policies;

/// <summary>
/// Who should go: all suitable units ranked by the exact time until they are there, mobilisation and travel, and why each other one was
/// left out. Pure, apart from the travel source's buffers.
/// </summary>
/// <remarks>
/// Travel times are asked for in the order of straight distance, until even at top speed the next unit could not beat the last one wanted:
/// so the ranking is the same as if every unit had been asked about. Mobilisation only makes a unit later, so it cannot spoil this; and how
/// far a unit may be from where it was seen is taken off its distance.
/// </remarks>
public static class UnitSelection
{
    /// <summary>A unit that has not been seen for so long may be anywhere.</summary>
    public static readonly TimeSpan MaximumFixAge = TimeSpan.FromMinutes(5);

    /// <summary>Whether a unit is still about where it was seen at that time.</summary>
    public static bool IsRecent(DateTimeOffset fixedAt, DateTimeOffset now) => now - fixedAt <= MaximumFixAge;

    private const int FirstShortlist = 16;

    /// <summary>Ranks units that are given, and says why the others were left out. For the console.</summary>
    public static Selection Recommend(SelectionRequest request, IEnumerable<SelectableUnit> units, ITravelSource source, DateTimeOffset now)
    {
        var leftOut = new List<LeftOutUnit>();
        var suitable = new List<NearUnit>();
        foreach (var unit in units)
        {
            if (WhyLeftOut(request, unit, now) is { } reason)
                leftOut.Add(new LeftOutUnit(unit.Id, reason));
            else if (unit.LastFix is { } fix)
                suitable.Add(new NearUnit(unit.Id, fix.Place, fix.Place.DistanceTo(request.Place), fix.At));
        }

        suitable.Sort(CompareByDistance);
        var ranking = new Ranking(request, source);
        foreach (var unit in suitable)
        {
            if (ranking.CannotBeBeatenFrom(unit.Distance))
                break;
            ranking.Consider(unit, now);
        }

        return new Selection(ranking.Best, leftOut);
    }

    /// <summary>
    /// Ranks straight from the index, without reasons: the same units in the same order. For offering at once among many.
    /// Others may write to the index meanwhile: only the shortlist is asked of it, as often as it has to be longer, and the travel times
    /// are reckoned in between. Units may move from one shortlist to the next; each is ranked once, from where it was first listed.
    /// </summary>
    public static IReadOnlyList<RankedUnit> Nearest(SelectionRequest request, IUnitIndex index, ITravelSource source, DateTimeOffset now)
    {
        var filter = new UnitFilter(request.Needed, OnlyAvailable: true, now - MaximumFixAge);
        var ranking = new Ranking(request, source);
        var asked = new HashSet<UnitId>(request.Declined);
        for (var size = FirstShortlist; ; size *= 2)
        {
            var shortlist = new NearUnit[size];
            var found = index.Nearest(request.Place, size, filter, shortlist);
            foreach (var unit in shortlist.AsSpan(0, found))
            {
                if (ranking.CannotBeBeatenFrom(unit.Distance))
                    return ranking.Best;
                if (asked.Add(unit.Id))
                    ranking.Consider(unit, now);
            }

            if (found < size)
                return ranking.Best;
        }
    }

    private static LeftOutReason? WhyLeftOut(SelectionRequest request, SelectableUnit unit, DateTimeOffset now) => unit switch
    {
        { Readiness: UnitReadiness.OffShift } => LeftOutReason.OffShift,
        { Readiness: UnitReadiness.Unavailable } => LeftOutReason.Unavailable,
        { Readiness: UnitReadiness.Assigned } => LeftOutReason.Assigned,
        _ when !unit.Skills.Covers(request.Needed) => LeftOutReason.LacksSkill,
        _ when request.Declined.Contains(unit.Id) => LeftOutReason.Declined,
        { LastFix: null } => LeftOutReason.NoFix,
        { LastFix: { } fix } when !IsRecent(fix.At, now) => LeftOutReason.FixTooOld,
        _ => null,
    };

    private static int CompareByDistance(NearUnit left, NearUnit right)
    {
        var byDistance = left.Distance.CompareTo(right.Distance);
        return byDistance != 0 ? byDistance : left.Id.Value.CompareTo(right.Id.Value);
    }

    /// <summary>The best so far by arrival; those equally fast in the order of their ids.</summary>
    private sealed class Ranking(SelectionRequest request, ITravelSource source)
    {
        private readonly ITravelSearch _search = source.Towards(request.Place, request.Mode);
        private readonly double _farthest = request.Starts?.Farthest.Metres ?? 0;

        public List<RankedUnit> Best { get; } = [];

        /// <summary>
        /// Rounding between the sphere and a road's length must never drop a winner, hence the tenth of a second and the half percent.
        /// </summary>
        public bool CannotBeBeatenFrom(Distance straight) =>
            request.Wanted <= 0
            || (Best.Count == request.Wanted
                && Distance.FromMetres(Math.Max(0, straight.Metres - _farthest)) / _search.TopSpeed * 0.995
                    > Best[^1].Arrival + TimeSpan.FromSeconds(0.1));

        public void Consider(NearUnit unit, DateTimeOffset now)
        {
            var start =
                request.Starts?.Of(unit.Id, unit.Place)
                ?? new UnitStart(new ProbablePlace(unit.Place, default, IsPredicted: false), default);
            var limit = Best.Count == request.Wanted ? Best[^1].Arrival - start.Mobilisation : TimeSpan.MaxValue;
            if (limit < TimeSpan.Zero || _search.From(start.Place.Headed, limit) is not { } travel)
                return;
            var ranked = new RankedUnit(unit.Id, travel, now > unit.FixedAt ? now - unit.FixedAt : TimeSpan.Zero, start.Mobilisation)
            {
                Ahead = start.Place.Ahead,
            };
            var at = Best.FindIndex(other => IsBefore(ranked, other));
            Best.Insert(at < 0 ? Best.Count : at, ranked);
            if (Best.Count > request.Wanted)
                Best.RemoveAt(Best.Count - 1);
        }

        private static bool IsBefore(RankedUnit left, RankedUnit right) =>
            left.Arrival < right.Arrival || (left.Arrival == right.Arrival && left.Id.Value.CompareTo(right.Id.Value) < 0);
    }
}
