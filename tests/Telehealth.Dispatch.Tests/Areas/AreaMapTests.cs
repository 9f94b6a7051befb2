using Telehealth.Dispatch.Areas;
using Telehealth.Domain.Geo;
using static Telehealth.Dispatch.Tests.Areas.SomeAreas;

namespace Telehealth.Dispatch.Tests.Areas;

public sealed class AreaMapTests(ITestOutputHelper output)
{
    // The same box over the 180° meridian, as different tools write it: with a jump, beyond +180, beyond −180, and cut by hand.
    public static TheoryData<string> AcrossTheMeridian =>
    [
        Feature("F", Box(177, -20, -178, -12)),
        Feature("F", Box(177, -20, 182, -12)),
        Feature("F", Box(-183, -20, -178, -12)),
        Feature("F", Ring((-178, -12), (177, -12), (177, -20), (-178, -20))),
        Feature("F", Ring((177, -20), (180, -20), (-180, -20), (-178, -20), (-178, -12), (180, -12), (177, -12))),
        Multi("F", Box(177, -20, 180, -12), Box(-180, -20, -178, -12)),
    ];

    [Theory]
    [MemberData(nameof(AcrossTheMeridian))]
    public void An_area_across_the_180_degree_meridian_holds_on_both_sides(string feature)
    {
        var map = Map(feature);

        Assert.All(
            new[] { 177, 178.5, 180, -180, -179.5, -178 }, longitude => Assert.NotNull(map.ServiceAreaOf(GeoPoint.Of(-15, longitude))));
        Assert.All(new[] { 176.9, 0, -177.9, 90 }, longitude => Assert.Null(map.ServiceAreaOf(GeoPoint.Of(-15, longitude))));
        Assert.All(new[] { 179, -179 }, longitude => Assert.Null(map.ServiceAreaOf(GeoPoint.Of(-20.1, longitude))));
    }

    [Theory]
    [InlineData(178, 179, true)]
    [InlineData(-179.5, -178.5, true)]
    [InlineData(179, -179, false)]
    [InlineData(179, 181, false)]
    [InlineData(-181, -179, false)]
    public void A_hole_near_the_meridian_stays_where_it_is(double west, double east, bool meridianIsInside)
    {
        var map = Map(Feature("F", Box(177, -20, 182, -12) + "," + Box(west, -17, east, -14)));
        var middle = west + (east > west ? east - west : east - west + 360) / 2;

        Assert.Null(map.ServiceAreaOf(GeoPoint.Of(-15, middle > 180 ? middle - 360 : middle)));
        Assert.Equal(meridianIsInside, map.ServiceAreaOf(GeoPoint.Of(-15, 180)) is not null);
        Assert.NotNull(map.ServiceAreaOf(GeoPoint.Of(-13, 179)));
        Assert.NotNull(map.ServiceAreaOf(GeoPoint.Of(-13, -179)));
    }

    [Fact]
    public void An_area_up_to_the_meridian_holds_on_it_whichever_way_it_is_called()
    {
        var map = Map(Feature("F", Box(177, -20, 180, -12)));

        Assert.NotNull(map.ServiceAreaOf(GeoPoint.Of(-15, 180)));
        Assert.NotNull(map.ServiceAreaOf(GeoPoint.Of(-15, -180)));
        Assert.Null(map.ServiceAreaOf(GeoPoint.Of(-15, -179.999)));
    }

    [Fact]
    public void An_area_round_a_pole_is_drawn_along_the_meridian_and_the_pole()
    {
        var map = Map(Feature("A", Ring((-180, -60), (-60, -62), (60, -62), (180, -60), (180, -90), (-180, -90))));

        Assert.All(new[] { -179.9, -100, 0.5, 180 }, longitude => Assert.NotNull(map.ServiceAreaOf(GeoPoint.Of(-80, longitude))));
        Assert.Null(map.ServiceAreaOf(GeoPoint.Of(-59, 0)));
    }

    [Fact]
    public void A_border_belongs_to_both_sides_and_the_smaller_area_comes_first()
    {
        var map = Map(
            Feature("Large", Box(9, 48, 12, 49)), Feature("Small", Box(9, 47, 10, 48)), Feature("Fence", Box(9, 47, 10, 48), "geofence"));

        Assert.Equal(["Small", "Large"], map.AreasAt(GeoPoint.Of(48, 9.5), AreaKind.Service).Select(area => area.Code));
        Assert.Equal("Small", map.ServiceAreaOf(GeoPoint.Of(48, 9))!.Code);
        Assert.Equal(["Fence"], map.AreasAt(GeoPoint.Of(47.5, 9.5), AreaKind.Geofence).Select(area => area.Code));
        Assert.Empty(map.AreasAt(GeoPoint.Of(47.5, 9.5), AreaKind.Catchment));
    }

    [Fact]
    public void Of_two_equal_areas_the_code_that_sorts_first_comes_first()
    {
        string[] features = [Feature("B", Box(9, 48, 10, 49)), Feature("A", Box(9, 48, 10, 49))];

        Assert.Equal(["A", "B"], Map(features).AreasAt(GeoPoint.Of(48.5, 9.5), AreaKind.Service).Select(area => area.Code));
        Assert.Equal(["A", "B"], Map(features[1], features[0]).AreasAt(GeoPoint.Of(48.5, 9.5), AreaKind.Service).Select(area => area.Code));
    }

    [Fact]
    public void Size_is_that_on_the_ground_and_not_that_in_degrees()
    {
        // Near the pole a wide box is a small area; in degrees it would be the larger one.
        var map = Map(Feature("Arctic", Box(0, 80, 20, 85)), Feature("Below", Box(0, 70.2, 9.7, 80)));

        Assert.Equal(["Arctic", "Below"], map.AreasAt(GeoPoint.Of(80, 5), AreaKind.Service).Select(area => area.Code));
    }

    [Fact]
    public void A_hole_is_not_inside_and_its_border_is()
    {
        var map = Map(Feature("R", Box(9, 48, 10, 49) + "," + Box(9.25, 48.25, 9.75, 48.75)));

        Assert.Null(map.ServiceAreaOf(GeoPoint.Of(48.5, 9.5)));
        Assert.NotNull(map.ServiceAreaOf(GeoPoint.Of(48.25, 9.5)));
        Assert.NotNull(map.ServiceAreaOf(GeoPoint.Of(48.1, 9.5)));
    }

    [Fact]
    public void Many_threads_may_ask_a_fresh_map_at_once()
    {
        for (var round = 0; round < 20; round++)
        {
            var map = Map([.. Enumerable.Range(0, 40).Select(number => Feature($"A{number}", Box(number, 40, number + 1, 41)))]);

            Parallel.For(0, 2_000, ask => Assert.Equal($"A{ask % 40}", map.ServiceAreaOf(GeoPoint.Of(40.5, ask % 40 + 0.5))!.Code));
        }
    }

    [Theory]
    [InlineData(1)]
    public void A_map_anywhere_on_earth_agrees_with_counting_crossings(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            // A star round a centre is valid whatever its radii; longitudes are wrapped as a file would have them.
            var (longitude, latitude, corners) = (random.NextDouble() * 360 - 180, random.NextDouble() * 120 - 60, random.Next(3, 12));
            var star = Enumerable.Range(0, corners)
                .Select(corner => (Angle: Math.Tau * corner / corners, Radius: 2 + 20 * random.NextDouble()))
                .Select(ray => (X: longitude + ray.Radius * Math.Cos(ray.Angle), Y: latitude + ray.Radius * Math.Sin(ray.Angle)))
                .ToArray();
            var map = Map(Feature("S", Ring([.. star.Select(corner => (Wrapped(corner.X), corner.Y))])));

            for (var ask = 0; ask < 40; ask++)
            {
                var (x, y) = (longitude + random.NextDouble() * 50 - 25, latitude + random.NextDouble() * 50 - 25);
                Assert.Equal(IsInside(star, x, y), map.ServiceAreaOf(GeoPoint.Of(y, Wrapped(x))) is not null);
            }
        }
    }

    private static double Wrapped(double longitude) => longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;

    private static bool IsInside((double X, double Y)[] ring, double x, double y)
    {
        var inside = false;
        for (var i = 0; i < ring.Length; i++)
        {
            var (from, to) = (ring[i], ring[(i + 1) % ring.Length]);
            if (from.Y > y != to.Y > y && x < from.X + (y - from.Y) / (to.Y - from.Y) * (to.X - from.X))
                inside = !inside;
        }

        return inside;
    }
}
