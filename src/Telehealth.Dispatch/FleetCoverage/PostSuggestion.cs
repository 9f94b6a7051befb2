using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Travel;

namespace Telehealth.Dispatch.FleetCoverage;

/// <summary>Which moves would cover most, for a person to accept. Nothing moves by itself.</summary>
/// <param name="Moves">Most useful first; empty when none is worth it.</param>
/// <param name="Before">Expected coverage as the units stand now, 0 to 1.</param>
/// <param name="After">The same once all of them have arrived; on the way a unit may cover less.</param>
public sealed record PostSuggestion(IReadOnlyList<PostMove> Moves, double Before, double After)
{
    /// <summary>
    /// Greedy: again and again the one move with the largest exact gain; of equal ones the shorter drive, then the lower id, then the
    /// earlier post. A unit moves at most once. No units, posts or demand means no moves.
    /// </summary>
    /// <param name="units">The free units; those that are resting are not given.</param>
    /// <param name="posts">Where they may wait.</param>
    /// <param name="demand">Where help is asked for.</param>
    /// <param name="source">The caller's own; one search for each demand point and one for each post.</param>
    /// <param name="limits">When a move is worth it.</param>
    public static PostSuggestion For(
        IReadOnlyList<IdleUnit> units, IReadOnlyList<Post> posts, IReadOnlyList<DemandPoint> demand, ITravelSource source,
        PostingLimits limits)
    {
        if (units.Count == 0 || !demand.Any(point => point.Weight > 0))
            return new PostSuggestion([], 0, 0);
        var model = CoverageModel.Reckon(
            demand, [.. posts.Select(post => post.Place), .. units.Select(unit => unit.Place)], source, limits.Threshold,
            limits.BusyFraction);
        var drives = Drives(units, posts, source);
        var standing = new StandingCoverage(model);
        for (var unit = 0; unit < units.Count; unit++)
            standing.Add(posts.Count + unit);

        var before = standing.Value();
        var moves = new List<PostMove>();
        var movable = Enumerable.Range(0, units.Count).OrderBy(unit => units[unit].Id.Value).ToList();
        while (moves.Count < limits.MaxMoves && BestMove(standing, movable, drives, limits) is var (unit, post, gain))
        {
            standing.Remove(posts.Count + unit);
            standing.Add(post);
            movable.Remove(unit);
            moves.Add(new PostMove(units[unit].Id, posts[post], drives[unit][post], gain));
        }

        return new PostSuggestion(moves, before, standing.Value());
    }

    private static (int Unit, int Post, double Gain)? BestMove(
        StandingCoverage standing, List<int> movable, Drive[][] drives, PostingLimits limits)
    {
        (int Unit, int Post, double Gain)? best = null;
        foreach (var unit in movable)
        {
            // Places of units follow those of posts, in which the drives are numbered.
            var from = drives[unit].Length + unit;
            var loss = standing.MarginalLoss(from);
            standing.Remove(from);
            for (var post = 0; post < drives[unit].Length; post++)
            {
                var gain = standing.Gain(post) - loss;
                if (gain >= limits.LeastGain && gain > 0 && drives[unit][post].Time <= limits.LongestDrive && IsBetter(unit, post, gain))
                    best = (unit, post, gain);
            }

            standing.Add(from);
        }

        return best;

        // Sums of the same weights in another order differ in the last digits.
        bool IsBetter(int unit, int post, double gain) =>
            best is not var (otherUnit, otherPost, otherGain)
            || gain > otherGain + 1e-12
            || (gain > otherGain - 1e-12 && drives[unit][post].Time < drives[otherUnit][otherPost].Time);
    }

    private static Drive[][] Drives(IReadOnlyList<IdleUnit> units, IReadOnlyList<Post> posts, ITravelSource source)
    {
        var drives = units.Select(_ => new Drive[posts.Count]).ToArray();
        for (var post = 0; post < posts.Count; post++)
        {
            var search = source.Towards(posts[post].Place, DrivingMode.Regular);
            for (var unit = 0; unit < units.Count; unit++)
                drives[unit][post] = search.From(units[unit].Place);
        }

        return drives;
    }
}
