using Telehealth.Domain.Geo;

namespace Telehealth.Domain.Tests.Geo;

public sealed class GeoPointTests(ITestOutputHelper output)
{
    private const double Tolerance = 0.5;

    [Theory]
    [InlineData(90, 0)]
    [InlineData(-90, 180)]
    [InlineData(0, -180)]
    [InlineData(0, 0.000001)]
    [InlineData(48.4, 9.99)]
    public void A_place_on_Earth_can_be_made(double latitude, double longitude)
    {
        Assert.True(GeoPoint.TryCreate(latitude, longitude, out var point));
        Assert.Equal((latitude, longitude), (point.Latitude, point.Longitude));
        Assert.Equal(point, GeoPoint.Of(latitude, longitude));
    }

    [Theory]
    [InlineData(double.NaN, 9)]
    [InlineData(48, double.NaN)]
    [InlineData(double.PositiveInfinity, 9)]
    [InlineData(48, double.NegativeInfinity)]
    [InlineData(90.0001, 9)]
    [InlineData(-90.0001, 9)]
    [InlineData(48, 180.0001)]
    [InlineData(48, -180.0001)]
    [InlineData(0, 0)]
    [InlineData(-0.0, 0.0)]
    public void Anything_else_cannot(double latitude, double longitude)
    {
        Assert.False(GeoPoint.TryCreate(latitude, longitude, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => GeoPoint.Of(latitude, longitude));
    }

    [Fact]
    public void A_quarter_of_the_globe_is_a_quarter_of_its_girth()
    {
        var quarter = Math.PI / 2 * Distance.MeanEarthRadius.Metres;

        Assert.Equal(quarter, GeoPoint.Of(0, 10).DistanceTo(GeoPoint.Of(0, 100)).Metres, Tolerance);
        Assert.Equal(quarter, GeoPoint.Of(90, 0).DistanceTo(GeoPoint.Of(0, 77)).Metres, Tolerance);
    }

    [Fact]
    public void The_date_line_and_the_poles_are_no_walls()
    {
        var degree = Math.PI / 180 * Distance.MeanEarthRadius.Metres;

        Assert.Equal(degree, GeoPoint.Of(0, 179.5).DistanceTo(GeoPoint.Of(0, -179.5)).Metres, Tolerance);
        Assert.Equal(degree, GeoPoint.Of(89.5, 20).DistanceTo(GeoPoint.Of(89.5, -160)).Metres, Tolerance);
        Assert.Equal(0, GeoPoint.Of(90, 20).DistanceTo(GeoPoint.Of(90, -160)).Metres, Tolerance);
    }

    [Theory]
    [InlineData(1)]
    public void Distances_are_symmetric_and_no_longer_than_half_the_globe(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var half = Math.PI * Distance.MeanEarthRadius.Metres;
        for (var pair = 0; pair < 10_000; pair++)
        {
            var (here, there) = (Anywhere(random), Anywhere(random));
            var antipode = GeoPoint.Of(-here.Latitude, here.Longitude > 0 ? here.Longitude - 180 : here.Longitude + 180);

            Assert.Equal(here.DistanceTo(there).Metres, there.DistanceTo(here).Metres, Tolerance);
            Assert.InRange(here.DistanceTo(there).Metres, 0, half + Tolerance);
            Assert.Equal(0, here.DistanceTo(here).Metres);
            Assert.Equal(half, here.DistanceTo(antipode).Metres, Tolerance);
        }
    }

    private static GeoPoint Anywhere(Random random) => GeoPoint.Of(random.NextDouble() * 180 - 90, random.NextDouble() * 360 - 180);
}
