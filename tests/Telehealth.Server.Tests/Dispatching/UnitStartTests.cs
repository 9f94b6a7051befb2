using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Demo;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>A recommendation reckons from where a unit probably is by now, and with what its crew needs before it drives.</summary>
[Collection(nameof(LiveServer))]
public sealed class UnitStartTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task A_crew_at_its_post_needs_a_minute_and_one_that_waits_in_its_vehicle_none()
    {
        var post = Host.Get<PostList>().All[0].Place;
        var street = GeoPoint.Of(post.Latitude + 0.004, post.Longitude);
        await using var console = await Host.Console();
        await using var atPost = await Crew.OnShift(Host, DemoPeople.Erik, "A11", post);
        await using var outside = await Crew.OnShift(Host, DemoPeople.Farah, "A12", street);

        var advice = await Advice(console, street, outside, atPost);

        Assert.Equal(60, Of(advice, atPost).MobilisationSeconds);
        Assert.Equal(0, Of(advice, outside).MobilisationSeconds);
        Assert.Equal(advice.Candidates.OrderBy(candidate => candidate.Travel.Seconds + candidate.MobilisationSeconds), advice.Candidates);
    }

    [Fact]
    public async Task A_unit_that_drives_is_reckoned_where_it_is_by_now()
    {
        var roads = Host.Get<AreaRoads>().Graph!;
        var arc = Enumerable.Range(0, roads.ArcCount).First(arc => roads.Metres(arc) > 150 && roads.Class(arc) != RoadClass.Residential);
        var (from, to) = (roads.Place(roads.Tail(arc)), roads.Place(roads.Head(arc)));
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", from);
        Host.Time.Advance(TimeSpan.FromSeconds(2));
        await crew.Device.Ask<object>(
            "Position", new PositionFix(from.Latitude, from.Longitude, 5, 15, Heading(from, to), Host.Time.GetUtcNow()));
        Host.Time.Advance(TimeSpan.FromSeconds(6));

        var driving = Of(await Advice(console, to, crew), crew);

        Assert.InRange(driving.AheadMetres, 80, 150);
        Assert.Equal(20, driving.MobilisationSeconds);
    }

    /// <summary>Whoever is asked says no, so that all are free and stand in the recommendation.</summary>
    private static async Task<Recommendation> Advice(LiveClient console, GeoPoint at, params Crew[] inOrder)
    {
        var raised = await console.Ask<EmergencyRow>(
            "RaiseForCaller", Help.ChestPain() with { Location = new PlaceView(at.Latitude, at.Longitude, 12, LocationSource.Map, null) });
        foreach (var crew in inOrder)
            await crew.Device.Ask<object>("Decline", crew.Refusal(await crew.HearOffer(raised.Id)));
        return await console.Ask<Recommendation>("Recommend", raised.Id);
    }

    private static double Heading(GeoPoint from, GeoPoint to)
    {
        var east = (to.Longitude - from.Longitude) * Math.Cos(double.DegreesToRadians(from.Latitude));
        return (double.RadiansToDegrees(Math.Atan2(east, to.Latitude - from.Latitude)) + 360) % 360;
    }

    private static Candidate Of(Recommendation advice, Crew crew) => advice.Candidates.Single(candidate => candidate.UnitId == crew.Unit);
}
