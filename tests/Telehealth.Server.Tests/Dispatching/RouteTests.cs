using System.Net;
using Telehealth.Server.Demo;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>The way to a place.</summary>
public sealed class RouteTests(ServerHost host) : LiveTest(host)
{
    private static readonly RouteEnd Scene = new(Help.Scene.Latitude, Help.Scene.Longitude);

    [Fact]
    public async Task A_route_follows_the_roads_from_one_end_to_the_other()
    {
        using var paramedic = await Host.Api(DemoPeople.Erik);
        var far = Help.North(2_000);

        var urgent = await paramedic.Post<RouteView>(
            "/api/route", new RouteQuestion(new RouteEnd(far.Latitude, far.Longitude), Scene, RouteMode.LightsAndSirens));
        var regular = await paramedic.Post<RouteView>(
            "/api/route", new RouteQuestion(new RouteEnd(far.Latitude, far.Longitude), Scene, RouteMode.Regular));

        Assert.Equal("roads", urgent.Source);
        Assert.True(urgent.Steps.Count > 2);
        Assert.Equal((far.Latitude, far.Longitude, 0), (urgent.Steps[0].Latitude, urgent.Steps[0].Longitude, urgent.Steps[0].AfterSeconds));
        Assert.Equal(
            (Scene.Latitude, Scene.Longitude, urgent.Seconds),
            (urgent.Steps[^1].Latitude, urgent.Steps[^1].Longitude, urgent.Steps[^1].AfterSeconds));
        Assert.InRange(urgent.Metres, 2_000, 6_000);
        Assert.True(regular.Seconds > urgent.Seconds);
        Assert.Contains(urgent.Steps, step => step.Road.Length > 0);
    }

    [Fact]
    public async Task Where_no_road_leads_the_straight_line_is_told_as_such()
    {
        using var dispatcher = await Host.Api(DemoPeople.Hana);

        var route = await dispatcher.Post<RouteView>("/api/route", new RouteQuestion(new RouteEnd(10, 10), Scene, RouteMode.Regular));

        Assert.Equal(("crow_fly", 2), (route.Source, route.Steps.Count));
    }

    [Fact]
    public async Task A_place_that_is_none_is_refused_and_patients_are_not_routed()
    {
        using var dispatcher = await Host.Api(DemoPeople.Hana);
        using var patient = await Host.Api(DemoPeople.Ana);
        var nowhere = new RouteQuestion(new RouteEnd(95, 10), Scene, RouteMode.Regular);

        Assert.Equal("place.invalid", (await dispatcher.Refused(HttpMethod.Post, "/api/route", nowhere)).Code);
        Assert.Equal("request.invalid", (await dispatcher.Refused(HttpMethod.Post, "/api/route", new { mode = "regular" })).Code);
        Assert.Equal("request.invalid", (await dispatcher.Refused(HttpMethod.Get, "/api/patients?search=a%00b")).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await patient.Refused(HttpMethod.Post, "/api/route", nowhere)).Status);
    }
}
