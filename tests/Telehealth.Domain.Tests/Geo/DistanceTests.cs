using Telehealth.Domain.Geo;

namespace Telehealth.Domain.Tests.Geo;

public sealed class DistanceTests
{
    [Theory]
    [InlineData(-0.001)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void A_length_below_zero_cannot_be_made(double metres) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Distance.FromMetres(metres));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_speed_that_goes_nowhere_cannot_be_made(double speed)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Speed.FromMetresPerSecond(speed));
        Assert.Throws<ArgumentOutOfRangeException>(() => Speed.FromKilometresPerHour(speed));
    }

    [Fact]
    public void Thirty_six_kilometres_an_hour_are_ten_metres_a_second() =>
        Assert.Equal(Speed.FromMetresPerSecond(10), Speed.FromKilometresPerHour(36));

    [Fact]
    public void A_length_at_a_speed_takes_its_time()
    {
        Assert.Equal(TimeSpan.FromSeconds(90), Distance.FromMetres(900) / Speed.FromMetresPerSecond(10));
        Assert.Equal(TimeSpan.Zero, Distance.FromMetres(0) / Speed.FromMetresPerSecond(10));
    }

    [Fact]
    public void Lengths_are_ordered()
    {
        var (near, far, alsoFar) = (Distance.FromMetres(1), Distance.FromMetres(2), Distance.FromMetres(2));

        Assert.True(near < far && far > near && near <= far && far >= near && far <= alsoFar && far >= alsoFar);
        Assert.False(far < alsoFar || far > alsoFar || far <= near || near >= far);
        Assert.Equal([near, far], new[] { far, near }.Order());
    }
}
