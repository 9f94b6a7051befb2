using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.FleetCoverage;

/// <summary>
/// Maximal expected coverage (MEXCLP: Daskin, Transportation Science 17(1), 1983): of all demand, the share that a free unit is expected to
/// reach in time. A demand point that k units can reach in time counts with its weight times 1 − q^k, where q is the share of time
/// that a unit is busy; so a second unit nearby is worth less than the first, and none is worth nothing.
/// Places are numbered by the rows of the matrix: posts, and wherever else a unit may stand. Immutable: any thread may read it.
/// </summary>
public sealed class CoverageModel
{
    private readonly double[] _weights;
    private readonly int[][] _covered;
    private readonly double[] _allBusy;

    /// <summary>Makes a model.</summary>
    /// <param name="weights">Of each demand point, zero or more and not all zero; kept as shares of their sum.</param>
    /// <param name="seconds">From place (row) to demand point (column); not a number or infinite where there is no way.</param>
    /// <param name="threshold">Reached within this is covered.</param>
    /// <param name="busyFraction">q: 0 up to, without, 1.</param>
    /// <exception cref="ArgumentException">A row is not as long as the weights, a weight is negative, or all are zero.</exception>
    public CoverageModel(
        IReadOnlyList<double> weights, IReadOnlyList<IReadOnlyList<double>> seconds, TimeSpan threshold, double busyFraction)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(busyFraction);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(busyFraction, 1);
        var total = weights.Sum();
        if (!(total > 0) || !double.IsFinite(total) || weights.Any(weight => weight < 0))
            throw new ArgumentException("Weights are zero or more, and not all zero.", nameof(weights));
        if (seconds.Any(row => row.Count != weights.Count))
            throw new ArgumentException("Each place has a time to each demand point.", nameof(seconds));
        BusyFraction = busyFraction;
        _weights = [.. weights.Select(weight => weight / total)];
        _covered =
        [
            .. seconds.Select(row => Enumerable.Range(0, row.Count).Where(demand => row[demand] <= threshold.TotalSeconds).ToArray()),
        ];
        _allBusy = new double[64];
        for (var units = 0; units < _allBusy.Length; units++)
            _allBusy[units] = Math.Pow(busyFraction, units);
    }

    /// <summary>q, the share of time that a unit is busy.</summary>
    public double BusyFraction { get; }

    /// <summary>How many places there are.</summary>
    public int PlaceCount => _covered.Length;

    /// <summary>How many demand points there are.</summary>
    public int DemandCount => _weights.Length;

    /// <summary>
    /// Reckons the times by a travel source: one search for each demand point, asked about every place and no farther than the threshold.
    /// </summary>
    /// <param name="demand">Where help is asked for.</param>
    /// <param name="places">Posts, and where units stand.</param>
    /// <param name="source">The caller's own.</param>
    /// <param name="threshold">Reached within this, with lights and sirens, is covered.</param>
    /// <param name="busyFraction">q: 0 up to, without, 1.</param>
    public static CoverageModel Reckon(
        IReadOnlyList<DemandPoint> demand, IReadOnlyList<GeoPoint> places, ITravelSource source, TimeSpan threshold, double busyFraction)
    {
        var seconds = places.Select(_ => new double[demand.Count]).ToArray();
        for (var point = 0; point < demand.Count; point++)
        {
            var search = source.Towards(demand[point].Place, DrivingMode.LightsAndSirens);
            for (var place = 0; place < places.Count; place++)
                seconds[place][point] = search.From(places[place], threshold)?.Time.TotalSeconds ?? double.PositiveInfinity;
        }

        return new CoverageModel([.. demand.Select(point => point.Weight)], seconds, threshold, busyFraction);
    }

    /// <summary>The demand points that a unit at a place reaches in time.</summary>
    public ReadOnlySpan<int> CoveredFrom(int place) => _covered[place];

    /// <summary>Expected coverage, 0 to 1, by units at these places; a place may be named several times.</summary>
    public double Value(IEnumerable<int> places)
    {
        var standing = new StandingCoverage(this);
        foreach (var place in places)
            standing.Add(place);
        return standing.Value();
    }

    /// <summary>
    /// Where so many units should stand, the most useful one first; the same place may come several
    /// times. Greedy by exact gain: expected coverage has diminishing returns, so this is never below
    /// 1 − 1/e (63 %) of the best (Nemhauser, Wolsey and Fisher 1978), and mostly it is the best.
    /// </summary>
    /// <param name="units">How many.</param>
    /// <param name="posts">The places to choose from; of two equally good ones the earlier is taken.</param>
    public IReadOnlyList<int> BestPlaces(int units, IReadOnlyList<int> posts)
    {
        var standing = new StandingCoverage(this);
        var chosen = new List<int>();
        while (chosen.Count < units && posts.Count > 0)
        {
            chosen.Add(posts.MaxBy(standing.Gain));
            standing.Add(chosen[^1]);
        }

        return chosen;
    }

    internal double Weight(int demand) => _weights[demand];

    /// <summary>How likely it is that so many units are all busy.</summary>
    internal double AllBusy(int units) => units < _allBusy.Length ? _allBusy[units] : Math.Pow(BusyFraction, units);
}
