using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Telehealth.Domain.Geo;
using Telehealth.Server.Access;
using Telehealth.Server.Dispatching;
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
        Answer(places => Table([.. places.Select(place => (double?)Math.Round(2_500 - Help.Scene.DistanceTo(place).Metres))]));

        var recommendation = await Recommend(console, near, far);

        Assert.Equal([far.Unit, near.Unit], recommendation.Candidates.Select(candidate => candidate.UnitId));
        Assert.All(recommendation.Candidates, candidate => Assert.Equal("osrm", candidate.Travel.Source));
        Assert.Equal((500, 1_000), (recommendation.Candidates[0].Travel.Seconds, recommendation.Candidates[0].Travel.Metres));
        var asked = Server.Osrm.All[^1];
        Assert.StartsWith("/table/v1/driving/9.602,48.4055;", asked.Path, StringComparison.Ordinal);
        Assert.Equal("?sources=1;2&destinations=0&annotations=duration,distance", asked.Query);
    }

    [Fact]
    public async Task A_unit_that_the_routing_server_knows_no_way_from_keeps_the_time_by_our_roads()
    {
        await using var console = await Host.Console();
        await using var near = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.North(200));
        await using var far = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(2_000));
        Answer(places => Table([.. places.Select(place => Help.Scene.DistanceTo(place).Metres < 1_000 ? (double?)null : 300)]));

        var recommendation = await Recommend(console, near, far);

        Assert.Equal([(far.Unit, "osrm"), (near.Unit, "roads")], recommendation.Candidates.Select(candidate => (candidate.UnitId, candidate.Travel.Source)));
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
        Server.Osrm.Answer = context => how switch
        {
            "fails" => Fail(context),
            "is slow" => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default),
            "says it cannot" => context.Response.WriteAsync("""{"code":"NoTable"}"""),
            "sends something else" => context.Response.WriteAsync("<html>"),
            _ => context.Response.WriteAsync("""{"code":"Ok","durations":[[1]],"distances":[[1]]}"""),
        };

        var recommendation = await Recommend(console, near, far);

        Assert.Equal([(near.Unit, "roads"), (far.Unit, "roads")], recommendation.Candidates.Select(candidate => (candidate.UnitId, candidate.Travel.Source)));
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

    private void Answer(Func<IReadOnlyList<GeoPoint>, string> table) => Server.Osrm.Answer = context =>
    {
        var places = context.Request.Path.Value!.Split('/')[^1].Split(';').Skip(1).Select(text => text.Split(','))
            .Select(pair => GeoPoint.Of(double.Parse(pair[1], CultureInfo.InvariantCulture), double.Parse(pair[0], CultureInfo.InvariantCulture)));
        return context.Response.WriteAsync(table([.. places]));
    };

    /// <summary>Both units have said no, so both are free and stand in the recommendation.</summary>
    private async Task<Recommendation> Recommend(LiveClient console, params Crew[] crews)
    {
        // After a failure the routing server is left alone for a moment.
        Host.Time.Advance(TimeSpan.FromSeconds(6));
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        foreach (var crew in crews)
            await crew.Device.Ask<object>("Decline", crew.Refusal(await crew.HearOffer(raised.Id)));
        return await console.Ask<Recommendation>("Recommend", raised.Id);
    }
}
