using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Demo;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Hospitals;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>Travel times of a routing server, and what stands when it fails.</summary>
public sealed class OsrmTests(EquippedServer server) : EquippedTest(server)
{
    [Fact]
    public async Task The_best_units_stand_in_the_order_of_the_routing_servers_times()
    {
        await using var console = await Host.Console();
        await using var near = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.North(200));
        await using var far = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(2_000));

        var recommendation = await Recommend(
            console,
            Answering(places => Table([.. places.Select(place => (double?)Math.Round(2_500 - Help.Scene.DistanceTo(place).Metres))])), near,
            far);

        Assert.Equal([far.Unit, near.Unit], recommendation.Candidates.Select(candidate => candidate.UnitId));
        Assert.All(recommendation.Candidates, candidate => Assert.Equal("osrm", candidate.Travel.Source));
        Assert.Equal((500, 1_000), (recommendation.Candidates[0].Travel.Seconds, recommendation.Candidates[0].Travel.Metres));
        var asked = Server.Osrm.All[^1];
        Assert.StartsWith("/table/v1/driving/9.602,48.4055;", asked.Path, StringComparison.Ordinal);
        Assert.Equal("?sources=1;2&destinations=0&annotations=duration,distance", asked.Query);
    }

    [Fact]
    public async Task An_offer_goes_to_the_unit_that_is_faster_by_the_routing_server()
    {
        await using var console = await Host.Console();
        await using var near = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.North(200));
        await using var far = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(2_000));
        FromNowOn(
            Answering(places => Table([.. places.Select(place => (double?)Math.Round(2_500 - Help.Scene.DistanceTo(place).Metres))])));

        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());

        var offer = await far.HearOffer(raised.Id);
        Assert.Equal(new TravelEstimate(500, 1_000, "osrm"), offer.Travel);
    }

    [Fact]
    public async Task Hospitals_stand_in_the_order_of_the_routing_servers_times()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.North(100));
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var job = await crew.Accept(await crew.HearOffer(raised.Id));
        FromNowOn(Answering(places => Row([.. places.Select(place => (double?)Math.Round(9_000 - Help.Scene.DistanceTo(place).Metres))])));

        using var dispatcher = await Host.Api(DemoPeople.Hana);
        var ranking = await dispatcher.Get<HospitalRankingView>($"/api/emergencies/{job.EmergencyId}/hospitals");

        Assert.Equal(["quiet", "north", "near"], ranking.Ranked.Select(hospital => hospital.Code));
        Assert.All(ranking.Ranked, hospital => Assert.Equal("osrm", hospital.Travel.Source));
        Assert.Contains(Server.Osrm.All, asked => asked.Query.StartsWith("?sources=0&destinations=1;2;3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_unit_that_the_routing_server_knows_no_way_from_keeps_the_time_by_our_roads()
    {
        await using var console = await Host.Console();
        await using var near = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.North(200));
        await using var far = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(2_000));

        var recommendation = await Recommend(
            console,
            Answering(places => Table([.. places.Select(place => Help.Scene.DistanceTo(place).Metres < 1_000 ? (double?)null : 300)])),
            near, far);

        Assert.Equal(
            [(far.Unit, "osrm"), (near.Unit, "roads")],
            recommendation.Candidates.Select(candidate => (candidate.UnitId, candidate.Travel.Source)));
    }

    [Theory]
    [InlineData("fails")]
    [InlineData("is slow")]
    [InlineData("says it cannot")]
    [InlineData("sends something else")]
    [InlineData("sends too few")]
    public async Task When_the_routing_server_does_not_answer_the_loaded_roads_stand(string how)
    {
        await using var console = await Host.Console();
        await using var near = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.North(200));
        await using var far = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(2_000));
        Func<HttpContext, Task> answer = context => how switch
        {
            "fails" => Fail(context),
            "is slow" => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default),
            "says it cannot" => context.Response.WriteAsync("""{"code":"NoTable"}"""),
            "sends something else" => context.Response.WriteAsync("<html>"),
            _ => context.Response.WriteAsync("""{"code":"Ok","durations":[[1]],"distances":[[1]]}"""),
        };

        var recommendation = await Recommend(console, answer, near, far);

        Assert.Equal(
            [(near.Unit, "roads"), (far.Unit, "roads")],
            recommendation.Candidates.Select(candidate => (candidate.UnitId, candidate.Travel.Source)));
    }

    private static Task Fail(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        return Task.CompletedTask;
    }

    private static string Table(double?[] seconds) => JsonSerializer.Serialize(new
    {
        code = "Ok",
        durations = seconds.Select(one => new[] { one }),
        distances = seconds.Select(one => new[] { one * 2 }),
    });

    /// <summary>From one place to many.</summary>
    private static string Row(double?[] seconds) => JsonSerializer.Serialize(new
    {
        code = "Ok",
        durations = new[] { seconds },
        distances = new[] { seconds.Select(one => one * 2) },
    });

    private static Func<HttpContext, Task> Answering(Func<IReadOnlyList<GeoPoint>, string> table) =>
        context =>
        {
            var places = context
                .Request.Path.Value!.Split('/')[^1]
                .Split(';')
                .Skip(1)
                .Select(text => text.Split(','))
                .Select(pair =>
                    GeoPoint.Of(double.Parse(pair[1], CultureInfo.InvariantCulture), double.Parse(pair[0], CultureInfo.InvariantCulture)));
            return context.Response.WriteAsync(table([.. places]));
        };

    /// <summary>After a failure the routing server is left alone for a moment, which is over then.</summary>
    private void FromNowOn(Func<HttpContext, Task> answer)
    {
        Server.Osrm.Answer = answer;
        Host.Time.Advance(TimeSpan.FromSeconds(6));
    }

    /// <summary>Both units have said no, so both are free and stand in the recommendation.</summary>
    private async Task<Recommendation> Recommend(LiveClient console, Func<HttpContext, Task> answer, params Crew[] crews)
    {
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        foreach (var crew in crews)
            await crew.Device.Ask<object>("Decline", crew.Refusal(await crew.HearOffer(raised.Id)));
        FromNowOn(answer);
        return await console.Ask<Recommendation>("Recommend", raised.Id);
    }
}
