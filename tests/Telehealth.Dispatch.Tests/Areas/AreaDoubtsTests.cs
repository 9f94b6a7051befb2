using Telehealth.Dispatch.Areas;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Tests.Areas;

public sealed class AreaDoubtsTests
{
    private static readonly GeoPoint[] Roads = [GeoPoint.Of(48.40, 9.60), GeoPoint.Of(48.41, 9.61)];

    [Theory]
    [InlineData(9.605, 48.405, 9.7, 48.5, AreaDoubt.None)]
    [InlineData(48.405, 9.605, 48.5, 9.7, AreaDoubt.LatitudeFirst)]
    [InlineData(20, 50, 21, 51, AreaDoubt.NothingInside)]
    public void Areas_in_which_nothing_known_lies_are_doubted_with_a_guess_at_the_order_of_the_axes(
        double west,
        double south,
        double east,
        double north,
        AreaDoubt doubt) =>
        Assert.Equal(doubt, AreaDoubts.Of(SomeAreas.Map(SomeAreas.Feature("A", SomeAreas.Box(west, south, east, north))), Roads));

    [Fact]
    public void Without_areas_or_without_known_places_nothing_is_doubted()
    {
        Assert.Equal(AreaDoubt.None, AreaDoubts.Of(AreaMap.Empty, Roads));
        Assert.Equal(AreaDoubt.None, AreaDoubts.Of(SomeAreas.Map(SomeAreas.Feature("A", SomeAreas.Box(20, 50, 21, 51))), []));
    }
}
