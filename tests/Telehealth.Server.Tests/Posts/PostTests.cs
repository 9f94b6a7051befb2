using System.Net;
using Telehealth.Server.Demo;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Rescue.Posts;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Posts;

/// <summary>Where idle units should wait.</summary>
public sealed class PostTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task Units_in_a_heap_are_asked_apart_and_the_crew_sees_where_to()
    {
        // What other tests raised, all at one place, would be the demand by which units stand well where they are.
        await Host.Rows(
            "update emergencies.emergency set raised_at = raised_at - interval '60 days' where tenant = $1 and ended_at is not null returning 1",
            _ => 1, Host.Tenant.Value);
        await using var first = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var second = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(30));
        await using var third = await Crew.OnShift(Host, DemoPeople.Gil, "A13", Help.North(60));
        await first.Device.Ask<UnitDesk>("Watch");
        using var dispatcher = await Host.Api(DemoPeople.Hana);
        Host.Time.Advance(TimeSpan.FromSeconds(6));

        var suggestion = await dispatcher.Get<PostSuggestionView>("/api/posts/suggestions");
        Assert.NotEmpty(suggestion.Moves);
        var move = suggestion.Moves[0];
        var sent = await dispatcher.Post<UnitRow>("/api/posts/moves", new PostCommand(Guid.NewGuid(), first.Unit, move.Post));
        var heard = await first.Device.Hear<UnitRow>("UnitChanged", unit => unit.Post is not null);
        var again = await dispatcher.Get<PostSuggestionView>("/api/posts/suggestions");

        Assert.InRange(suggestion.Moves.Count, 1, 3);
        Assert.True(suggestion.CoverageAfter > suggestion.CoverageBefore, suggestion.Text);
        Assert.Contains(move.CallSign, move.Reason, StringComparison.Ordinal);
        Assert.Equal((move.Post, move.Post), (sent.Post, heard.Post));
        Assert.True(again.CoverageBefore > suggestion.CoverageBefore, "a unit on its way to a post counts as there");
    }

    [Fact]
    public async Task A_unit_with_a_job_is_not_asked_and_forgets_its_post()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        using var dispatcher = await Host.Api(DemoPeople.Hana);
        await dispatcher.Post<UnitRow>("/api/posts/moves", new PostCommand(Guid.NewGuid(), crew.Unit, "Post Weir"));
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        await crew.Accept(await crew.HearOffer(raised.Id));

        var refused = await dispatcher.Refused(
            HttpMethod.Post, "/api/posts/moves", new PostCommand(Guid.NewGuid(), crew.Unit, "Post Weir"));
        var board = await console.Ask<Board>("WatchBoard");

        Assert.Equal("unit.not_idle", refused.Code);
        Assert.Null(board.Units.Single(unit => unit.Id == crew.Unit).Post);
    }

    [Fact]
    public async Task A_post_that_is_none_a_crew_at_a_break_and_one_who_is_no_dispatcher_are_refused()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        using var dispatcher = await Host.Api(DemoPeople.Hana);
        using var paramedic = await Host.Api(DemoPeople.Erik);
        var unknown = await dispatcher.Refused(
            HttpMethod.Post, "/api/posts/moves", new PostCommand(Guid.NewGuid(), crew.Unit, "Post Nowhere"));
        await crew.Device.Ask<UnitRow>("SetAvailability", new Availability(Guid.NewGuid(), Available: false, "Lunch"));

        var resting = await dispatcher.Refused(
            HttpMethod.Post, "/api/posts/moves", new PostCommand(Guid.NewGuid(), crew.Unit, "Post Weir"));
        var stranger = await paramedic.Refused(HttpMethod.Get, "/api/posts/suggestions");

        Assert.Equal(("post.unknown", "unit.resting", HttpStatusCode.NotFound), (unknown.Code, resting.Code, stranger.Status));
    }
}
