using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Tests.Consults;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.Cluster;

/// <summary>What a node makes of what one of another build says, while a deploy is under way.</summary>
public sealed class OtherBuildTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private static readonly SeatKey Seat = new(new TenantId(Guid.NewGuid()), Guid.NewGuid(), Guid.NewGuid());

    [Fact]
    public void A_request_with_fields_of_a_newer_build_is_read()
    {
        var order = RoomOrder.Of(new RoomRequest.Drop(Seat.Tenant, Seat.Consult, "page"));

        var read = new RoomOrder(With(order.Json, "since", "a newer build"), null).Request();

        Assert.Equal(new RoomRequest.Drop(Seat.Tenant, Seat.Consult, "page"), read);
    }

    [Fact]
    public void A_page_that_lost_its_seat_is_told_so_by_builds_that_say_more_or_less()
    {
        var lost = new LostSeat(Seat, "page", IsTaken: true, WaitsAtDoor: false);
        var json = JsonSerializer.SerializeToUtf8Bytes(lost, EventJson.Options);

        Assert.Equal(lost, JsonSerializer.Deserialize<LostSeat>(With(json, "since", 7), EventJson.Options));
        Assert.Equal(lost, JsonSerializer.Deserialize<LostSeat>(Without(json, "waitsAtDoor"), EventJson.Options));
    }

    [Fact]
    public async Task A_request_that_only_a_newer_build_knows_is_answered_with_the_word_to_ask_again()
    {
        await using var meeting = await nodes.Meet();
        var room = new RoomKey(nodes.Tenant, meeting.Consult);
        var asked = new RoomOrder(Encoding.UTF8.GetBytes($$"""{"ask":"from-a-newer-build","consult":"{{meeting.Consult}}"}"""), null);

        var answer = await nodes.Other<IGrainFactory>().GetGrain<IRoomGrain>(room.Grain).Ask(asked);

        Assert.Equal(Rooms.Away, answer.Refusal);
        await meeting.Patient.Ask<Done>("Typing", meeting.Consult);
    }

    /// <summary>Of a topic that nobody follows here, and of one whose content is none.</summary>
    [Fact]
    public async Task What_is_told_in_a_way_that_this_build_does_not_know_stops_nothing()
    {
        await using var meeting = await nodes.Meet();
        var bus = nodes.Home<IClusterBus>();
        await bus.AnnounceToOthers("newer.topic", "?"u8.ToArray());
        await bus.AnnounceToOthers("consults.seat_lost", "?"u8.ToArray());
        await bus.AnnounceToOthers("live.consulthub", "{\"groups\":7}"u8.ToArray());
        await bus.AnnounceToOthers("node.ends", new byte[] { 0xff });

        await meeting.Patient.Ask<Done>("Typing", meeting.Consult);

        await meeting.Clinician.Hear<Guid>("Typing", _ => true);
    }

    private static byte[] With(byte[] json, string name, JsonNode value)
    {
        var content = JsonNode.Parse(json)!.AsObject();
        content[name] = value;
        return Encoding.UTF8.GetBytes(content.ToJsonString());
    }

    private static byte[] Without(byte[] json, string name)
    {
        var content = JsonNode.Parse(json)!.AsObject();
        Assert.True(content.Remove(name));
        return Encoding.UTF8.GetBytes(content.ToJsonString());
    }
}
