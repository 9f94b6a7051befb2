using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace Telehealth.Dispatch.Areas;

/// <summary>What is wrong between areas that are each right by themselves.</summary>
internal static class AreaChecks
{
    // Neighbours that were drawn by hand overlap by a sliver everywhere; nobody wants to read of that.
    private const double SliverShare = 0.001;

    /// <param name="areas">The areas that could be read.</param>
    /// <param name="complete">Whether these are all: otherwise nothing is said of what is missing.</param>
    public static IEnumerable<AreaProblem> Problems(IReadOnlyList<ReadArea> areas, bool complete)
    {
        var byCode = new Dictionary<string, ReadArea>(StringComparer.Ordinal);
        var homes = new Dictionary<string, ReadArea>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in areas)
        {
            if (!byCode.TryAdd(entry.Area.Code, entry))
                yield return entry.Says($"The code {entry.Area.Code} is that of feature {byCode[entry.Area.Code].Feature} already.");
            if (entry.Area.Kind != AreaKind.Service && (entry.Area.HomeUnits.Count > 0 || entry.Area.MutualAid.Count > 0))
                yield return entry.Says("Only a service area has homeUnits and mutualAid.");
            foreach (var callSign in entry.Area.HomeUnits.Where(callSign => !homes.TryAdd(callSign, entry) && homes[callSign] != entry))
                yield return entry.Says($"The unit {callSign} is at home in feature {homes[callSign].Feature} already.");
        }

        foreach (var entry in complete ? areas : [])
        {
            foreach (var code in entry.Area.MutualAid.Where(code =>
                    !byCode.TryGetValue(code, out var helper) || helper.Area.Kind != AreaKind.Service))
                yield return entry.Says($"mutualAid names {code}, and no service area in this file has this code.");
        }
    }

    /// <summary>Service areas that overlap: allowed, since the smaller one goes first, and rarely meant.</summary>
    public static IReadOnlyList<AreaProblem> Warnings(IReadOnlyList<ReadArea> areas)
    {
        var tree = new STRtree<ReadArea>();
        foreach (var entry in areas.Where(entry => entry.Area.Kind == AreaKind.Service))
            tree.Insert(entry.Shape.EnvelopeInternal, entry);
        var warnings = new List<AreaProblem>();
        foreach (var entry in areas.Where(entry => entry.Area.Kind == AreaKind.Service))
        {
            var prepared = PreparedGeometryFactory.Prepare(entry.Shape);
            foreach (var earlier in tree.Query(entry.Shape.EnvelopeInternal)
                    .Where(other => other.Feature < entry.Feature)
                    .OrderBy(other => other.Feature))
            {
                if (prepared.Intersects(earlier.Shape) && SharedShare(entry.Shape, earlier.Shape) is > SliverShare and var share)
                    warnings.Add(
                        entry.Says(
                            $"It shares {Percent(share)} of the smaller one's ground with feature {earlier.Feature} ({earlier.Area.Name}). There the smaller area holds."));
            }
        }

        return warnings;
    }

    private static double SharedShare(Geometry one, Geometry other) =>
        SphericalArea.SquareMetres(OverlayNGRobust.Overlay(one, other, SpatialFunction.Intersection))
        / Math.Min(SphericalArea.SquareMetres(one), SphericalArea.SquareMetres(other));

    private static string Percent(double share) => share < 0.01 ? "less than 1 %" : $"{Math.Round(share * 100)} %";
}
