using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Areas;

/// <summary>Holds areas against places that are known to be served. Pure; any thread may call.</summary>
public static class AreaDoubts
{
    private static readonly AreaKind[] Kinds = Enum.GetValues<AreaKind>();

    /// <summary>Looks until a place lies in an area; at all places only when none does.</summary>
    /// <param name="map">The areas.</param>
    /// <param name="known">Roads, posts, units: where the service is.</param>
    public static AreaDoubt Of(AreaMap map, IEnumerable<GeoPoint> known)
    {
        var doubt = AreaDoubt.None;
        if (map.Areas.Count == 0)
            return doubt;
        foreach (var place in known)
        {
            if (IsInside(map, place))
                return AreaDoubt.None;
            if (doubt != AreaDoubt.LatitudeFirst)
                doubt =
                    GeoPoint.TryCreate(place.Longitude, place.Latitude, out var exchanged) && IsInside(map, exchanged)
                        ? AreaDoubt.LatitudeFirst
                        : AreaDoubt.NothingInside;
        }

        return doubt;
    }

    private static bool IsInside(AreaMap map, GeoPoint place) => Array.Exists(Kinds, kind => map.AreasAt(place, kind).Count > 0);
}
