using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Areas;

/// <summary>
/// Which areas a place lies in. A border belongs to both sides; where areas overlap the smallest comes first, and of two equally
/// large ones the code that sorts first. Edges run straight between two positions in degrees (RFC 7946, section 3.1.1).
/// Immutable: any thread may read it.
/// </summary>
public sealed class AreaMap
{
    private readonly STRtree<Entry> _tree = new();
    private readonly Dictionary<string, Area> _byCode = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Area> _homes = new(StringComparer.OrdinalIgnoreCase);

    internal AreaMap(IReadOnlyList<(Area Area, Geometry Shape)> areas)
    {
        Areas = [.. areas.Select(entry => entry.Area)];
        foreach (var (area, shape) in areas)
        {
            _byCode[area.Code] = area;
            var size = SphericalArea.SquareMetres(shape);
            // Each part by itself: the box round both sides of the 180° meridian would be as wide as the world.
            for (var part = 0; part < shape.NumGeometries; part++)
                _tree.Insert(shape.GetGeometryN(part).EnvelopeInternal, new Entry(area, size, Locator(shape.GetGeometryN(part))));
            foreach (var callSign in area.HomeUnits)
                _homes.TryAdd(callSign, area);
        }

        if (areas.Count > 0)
            _tree.Build();
    }

    /// <summary>A map without areas: everybody may go everywhere, and every desk sees everything.</summary>
    public static AreaMap Empty { get; } = new([]);

    /// <summary>All areas, in the order of the file.</summary>
    public IReadOnlyList<Area> Areas { get; }

    /// <summary>The area of this code; null when there is none.</summary>
    public Area? ByCode(string code) => _byCode.GetValueOrDefault(code);

    /// <summary>Where a unit is at home, by its call sign in any case; null when no service area names it.</summary>
    public Area? HomeOf(string callSign) => _homes.GetValueOrDefault(callSign);

    /// <summary>The service area that a place lies in, the smallest when several do; null when none does.</summary>
    public Area? ServiceAreaOf(GeoPoint place) => AreasAt(place, AreaKind.Service) is [var smallest, ..] ? smallest : null;

    /// <summary>All areas of a kind that a place lies in, smallest first.</summary>
    public IReadOnlyList<Area> AreasAt(GeoPoint place, AreaKind kind)
    {
        if (Areas.Count == 0)
            return [];
        List<Entry>? found = null;
        Collect(new Coordinate(place.Longitude, place.Latitude), kind, ref found);
        // The same place has two longitudes, and a polygon may reach it from either side.
        if (Math.Abs(place.Longitude) == 180)
            Collect(new Coordinate(-place.Longitude, place.Latitude), kind, ref found);
        if (found is null)
            return [];
        found.Sort();
        return [.. found.Select(entry => entry.Area).Distinct()];
    }

    private void Collect(Coordinate at, AreaKind kind, ref List<Entry>? found)
    {
        foreach (var entry in _tree.Query(new Envelope(at)))
        {
            if (entry.Area.Kind == kind && entry.Locator.Locate(at) != Location.Exterior)
                (found ??= []).Add(entry);
        }
    }

    /// <summary>It builds its index at the first question: asked here, so that later questions only read.</summary>
    private static IndexedPointInAreaLocator Locator(Geometry part)
    {
        var locator = new IndexedPointInAreaLocator(part);
        locator.Locate(part.Coordinate);
        return locator;
    }

    private sealed record Entry(Area Area, double SquareMetres, IndexedPointInAreaLocator Locator) : IComparable<Entry>
    {
        public int CompareTo(Entry? other)
        {
            if (other is null)
                return 1;
            var bySize = SquareMetres.CompareTo(other.SquareMetres);
            return bySize != 0 ? bySize : string.CompareOrdinal(Area.Code, other.Area.Code);
        }
    }
}

/// <summary>How large a shape in degrees is on the ground.</summary>
internal static class SphericalArea
{
    /// <summary>
    /// Each edge as the strip between it and the equator, with the mean sine of its ends: exact for edges along parallels and meridians
    /// and near enough elsewhere, since this only decides which of two areas is the smaller.
    /// </summary>
    public static double SquareMetres(Geometry shape)
    {
        var total = 0.0;
        for (var part = 0; part < shape.NumGeometries; part++)
        {
            if (shape.GetGeometryN(part) is not Polygon polygon)
                continue;
            total += RingSquareMetres(polygon.ExteriorRing);
            for (var hole = 0; hole < polygon.NumInteriorRings; hole++)
                total -= RingSquareMetres(polygon.GetInteriorRingN(hole));
        }

        return total;
    }

    private static double RingSquareMetres(LineString ring)
    {
        var (sum, corners) = (0.0, ring.Coordinates);
        for (var i = 1; i < corners.Length; i++)
        {
            var (from, to) = (corners[i - 1], corners[i]);
            var sines = Math.Sin(double.DegreesToRadians(from.Y)) + Math.Sin(double.DegreesToRadians(to.Y));
            sum += double.DegreesToRadians(to.X - from.X) * sines / 2;
        }

        return Math.Abs(sum) * Distance.MeanEarthRadius.Metres * Distance.MeanEarthRadius.Metres;
    }
}
