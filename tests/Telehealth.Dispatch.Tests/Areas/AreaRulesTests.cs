using Telehealth.Dispatch.Areas;
using Telehealth.Domain.Geo;
using static Telehealth.Dispatch.Tests.Areas.SomeAreas;

namespace Telehealth.Dispatch.Tests.Areas;

public sealed class AreaRulesTests
{
    private static readonly AreaMap Map = SomeAreas.Map(
        Feature("N", Box(9, 48, 10, 49), more: ""","desk":"North","homeUnits":["N1"],"mutualAid":["S"]"""),
        Feature("S", Box(9, 47, 10, 48), more: ""","desk":"South","homeUnits":["S1"]"""),
        Feature("W", Box(8, 48, 9, 49), more: ""","homeUnits":["W1"]"""),
        Feature("Old Town", Box(9.4, 48.4, 9.6, 48.6), more: ""","homeUnits":["O1"]"""));

    [Theory]
    [InlineData("N1", 48.2, 9.5, AreaFit.Home, true)]
    [InlineData("S1", 48.2, 9.5, AreaFit.MutualAid, true)]
    [InlineData("N1", 47.5, 9.5, AreaFit.OutsideItsArea, false)]
    [InlineData("W1", 48.2, 9.5, AreaFit.OutsideItsArea, false)]
    [InlineData("Volunteer", 48.2, 9.5, AreaFit.Unbound, true)]
    [InlineData("N1", 20.0, 20.0, AreaFit.UnservedPlace, true)]
    [InlineData("O1", 48.5, 9.5, AreaFit.Home, true)]
    [InlineData("N1", 48.5, 9.5, AreaFit.Home, true)]
    [InlineData("S1", 48.5, 9.5, AreaFit.MutualAid, true)]
    public void A_unit_serves_its_own_area_and_those_that_list_it(
        string callSign, double latitude, double longitude, AreaFit expected, bool mayBeSent)
    {
        var fit = AreaRules.FitOf(Map, callSign, GeoPoint.Of(latitude, longitude));

        Assert.Equal((expected, mayBeSent), (fit, fit.MayBeSent()));
        Assert.StartsWith("unit.", fit.Code(), StringComparison.Ordinal);
        Assert.EndsWith(".", fit.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_desk_that_an_area_names_is_known_once() =>
        Assert.Equal(["North", "South"], AreaRules.DesksOf(Map));

    [Theory]
    [InlineData(48.2, 9.5, "North")]
    [InlineData(48.5, 9.5, "North")]
    [InlineData(47.5, 9.5, "South")]
    [InlineData(48.5, 8.5, null)]
    [InlineData(20, 20, null)]
    public void A_place_is_seen_by_the_desk_of_the_smallest_area_that_names_one(double latitude, double longitude, string? desk) =>
        Assert.Equal(desk, AreaRules.DeskOf(Map, GeoPoint.Of(latitude, longitude)));

    [Fact]
    public void Without_areas_everybody_may_go_everywhere() =>
        Assert.Equal(AreaFit.Unbound, AreaRules.FitOf(AreaMap.Empty, "N1", GeoPoint.Of(48, 9)));
}
