using Telehealth.Domain.Deciding;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.Consults;

/// <summary>What is asked of a room, and answered, arrives at another node as it was sent.</summary>
public sealed class RoomRequestTests
{
    private static readonly Guid Consult = Guid.NewGuid();

    private static readonly Caller Guest = new(
        new TenantId(Guid.NewGuid()), Guid.NewGuid(), "Rosa", [Roles.Guest], new GuestScope(Consult), Guid.NewGuid());

    [Fact]
    public void Every_request_arrives_whole()
    {
        var page = new SeatPage("connection", "node");
        RoomRequest[] requests =
        [
            new RoomRequest.Enter(Guest, ActorKind.Guest, Consult, Guid.NewGuid(), page),
            new RoomRequest.Enter(Guest, ActorKind.Guest, Consult, null, page),
            new RoomRequest.View(Guest, Consult, 7, page.Connection),
            new RoomRequest.Earlier(Guest, Consult, 7, page.Connection),
            new RoomRequest.Leave(Guest, ActorKind.Guest, Consult, page.Connection),
            new RoomRequest.Drop(Guest.Tenant, Consult, page.Connection),
            new RoomRequest.Show(Guest, Consult, page.Connection, new MediaState(true, false, true, Interrupted: true)),
            new RoomRequest.Negotiate(Guest, new MediaOffer(Consult, "v=0", [new MidSource("0", MediaSource.Screen)]), page.Connection),
            new RoomRequest.AddCandidate(Guest, Consult, "candidate", page.Connection),
            new RoomRequest.Watch(Guest, Consult, [new TrackWishView(Guid.NewGuid(), MediaSource.Camera, 360)], page.Connection),
            new RoomRequest.ListenTo(Guest, Consult, Guid.NewGuid(), page.Connection),
            new RoomRequest.ListenTo(Guest, Consult, null, page.Connection),
            new RoomRequest.Mark(Guest, new MessagesSeen(Consult, 3, 2), page.Connection),
            new RoomRequest.Type(Guest, Consult, page.Connection),
            new RoomRequest.Report(Guest, Consult, new QualitySample(1, 2, 3, 4, 5, 6, MediaPath.Turn, 7, null), page.Connection),
            new RoomRequest.Quality(Guest, Consult),
            new RoomRequest.Summary(Guest, Consult),
            new RoomRequest.TakeAway(Guest.Tenant, Consult, SeatLoss.Return, Guid.NewGuid()),
        ];

        foreach (var request in requests)
        {
            var order = RoomOrder.Of(request);
            var arrived = order.Request();
            Assert.NotNull(arrived);
            Assert.Equal((request.GetType(), request.Room), (arrived.GetType(), arrived.Room));
            Assert.Equal(order.Json, RoomOrder.Of(arrived).Json);
        }

        var kinds = typeof(RoomRequest).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Where(type => type.IsSealed);
        Assert.Equal(kinds.OrderBy(kind => kind.Name), requests.Select(request => request.GetType()).Distinct().OrderBy(kind => kind.Name));
        var entering = Assert.IsType<RoomRequest.Enter>(RoomOrder.Of(requests[0]).Request());
        Assert.Equal((Consult, Guest.Name, page), (entering.Who.GuestOfConsult()?.Value, entering.Who.Name, entering.Page));
    }

    [Fact]
    public void A_refusal_arrives_with_its_kind_and_a_value_whole()
    {
        Reply<MediaAnswer> refused = ConsultRules.NotSeated;
        Reply<MediaAnswer> answered = new MediaAnswer("v=0", [new MidTrack("1", Consult, MediaSource.Screen)]);

        Assert.Equal(ConsultRules.NotSeated, RoomAnswer.Of(refused).ToReply<MediaAnswer>().Error?.Rejection);
        var arrived = RoomAnswer.Of(answered).ToReply<MediaAnswer>().Value!;
        Assert.Equal(("v=0", new MidTrack("1", Consult, MediaSource.Screen)), (arrived.Sdp, Assert.Single(arrived.Tracks)));
    }
}
