using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.Live;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.Consults;

/// <summary>
/// A visit while the node that has its room is told to end: the patient is connected to that node, the clinician to the other one.
/// </summary>
public sealed class VisitsStayTests : IAsyncLifetime
{
    private TwoNodes? _started;

    private TwoNodes Nodes => _started ?? throw new InvalidOperationException("The nodes have not been started yet.");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await Nodes.DisposeAsync();

    [Fact]
    public async Task Its_page_goes_to_another_node_keeps_its_seat_and_media_and_nobody_sees_that_it_was_away()
    {
        await Start(roomsStayFor: "01:00:00");
        await using var meeting = await Nodes.Meet();
        await RoomNodesTests.Offer(meeting.Patient, meeting.Consult);
        var before = await meeting.Patient.Ask<ConsultView>("Enter", meeting.Consult, 0);
        var drained = Nodes.Home<DrainedStop>().Empty();

        await using var patient = await Follow(meeting.Patient);
        var after = await patient.Ask<ConsultView>("EnterAgain", new SeatReturn(meeting.Consult, 0, before.Sitting));

        Assert.Equal(before.Sitting, after.Sitting);
        Assert.NotNull(await Nodes.Home<MediaRoom>().StatisticsOf(SeatOf(DemoPeople.Ana, meeting), CancellationToken.None));
        // Longer than the seat waits for the page.
        await patient.Ask<Done>("Typing", meeting.Consult);
        await meeting.Clinician.Hear<Guid>("Typing", who => who == DemoPeople.Ana.Id);
        await Eventually.True(() => Nodes.Home<HubConnections>().Inside == 0, "the old connection is gone");
        Assert.False(drained.IsCompleted);
        Assert.DoesNotContain(
            meeting.Clinician.Heard<ParticipantView>("PresenceChanged"), one => one.Presence == PresenceState.Reconnecting);
        await patient.Ask<Done>("Leave", meeting.Consult);
        await meeting.Clinician.Ask<Done>("Leave", meeting.Consult);
        await drained;
    }

    [Fact]
    public async Task When_the_limit_has_passed_its_people_enter_again_at_the_other_node_and_have_their_media_there()
    {
        await Start(roomsStayFor: "00:00:00");
        await using var meeting = await Nodes.Meet();
        var atHome = RoomNodesTests.PortsOf(await RoomNodesTests.Offer(meeting.Patient, meeting.Consult));
        var sitting = (await meeting.Patient.Ask<ConsultView>("Enter", meeting.Consult, 0)).Sitting;
        var drained = Nodes.Home<DrainedStop>().Empty();

        await meeting.Clinician.Hear<Guid>("RoomMoved", consult => consult == meeting.Consult);
        await meeting.Clinician.Ask<ConsultView>("Enter", meeting.Consult, 0);
        await using var patient = await Follow(meeting.Patient);
        await patient.Ask<ConsultView>("EnterAgain", new SeatReturn(meeting.Consult, 0, sitting));

        await drained;
        foreach (var page in new[] { patient, meeting.Clinician })
            Assert.NotEqual(atHome, RoomNodesTests.PortsOf(await RoomNodesTests.Offer(page, meeting.Consult)));
        await Eventually.True(
            async () => await Nodes.Other<MediaRoom>().StatisticsOf(SeatOf(DemoPeople.Ana, meeting), CancellationToken.None) is not null,
            "the patient's media are at the other node");
        await Eventually.True(
            async () => await Nodes.Home<MediaRoom>().StatisticsOf(SeatOf(DemoPeople.Ana, meeting), CancellationToken.None) is null,
            "the patient's media are at the first node no more");
    }

    [Fact]
    public async Task A_room_that_is_entered_at_a_node_that_ends_opens_at_the_other()
    {
        await Start(roomsStayFor: "01:00:00");
        await using var meeting = await Nodes.Meet();
        await meeting.Patient.Ask<Done>("Leave", meeting.Consult);
        await meeting.Clinician.Ask<Done>("Leave", meeting.Consult);
        Nodes.Home<RoomsHere>().GiveUp(new RoomKey(Nodes.Tenant, meeting.Consult));
        var drained = Nodes.Home<DrainedStop>().Empty();

        await meeting.Patient.Ask<ConsultView>("Enter", meeting.Consult, 0);

        var room = new RoomKey(Nodes.Tenant, meeting.Consult);
        Assert.True(Nodes.Other<RoomsHere>().Has(room));
        Assert.False(Nodes.Home<RoomsHere>().Has(room));
        await meeting.Patient.DisposeAsync();
        await drained;
    }

    private async Task Start(string roomsStayFor)
    {
        _started = new TwoNodes(
            ("Drain:Notice", "00:00:01"), ("Drain:MoveOver", "00:00:01"), ("Drain:LeaveWithin", "00:00:20"),
            ("Consults:RoomsStayFor", roomsStayFor));
        await _started.InitializeAsync();
    }

    private SeatKey SeatOf(DemoPerson person, Meeting meeting) => new(Nodes.Tenant, meeting.Consult, person.Id);

    /// <summary>As a page does, but that it connects first: a busy machine may take its time for that.</summary>
    private async Task<LiveClient> Follow(LiveClient page)
    {
        await page.Hear<MoveHint>("Move", _ => true);
        var next = await Nodes.ConnectToOther(DemoPeople.Ana);
        await page.DisposeAsync();
        return next;
    }
}
