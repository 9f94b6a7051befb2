using Telehealth.Domain.Visits.Consults;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rooms;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;
using Telehealth.Testing.Media;

namespace Telehealth.Server.Tests.Consults;

/// <summary>A person has one seat, one page holds it, and nobody is in the room without one.</summary>
public sealed class SeatTests(ServerHost host) : LiveTest(host)
{
    [Theory]
    [InlineData("patient")]
    [InlineData("clinician")]
    public async Task A_second_page_of_the_same_person_takes_the_seat_and_the_first_is_told_and_can_take_it_back(string who)
    {
        await using var meeting = await Meeting.Begin(Host);
        var (first, other, person) =
            who == "patient"
                ? (meeting.Patient, meeting.Clinician, DemoPeople.Ana)
                : (meeting.Clinician, meeting.Patient, DemoPeople.Chloe);
        var before = await first.Ask<ConsultView>("Enter", meeting.Consult, 0);
        await using var second = await Host.Connect("consult", person);

        var view = await second.Ask<ConsultView>("Enter", meeting.Consult, 0);

        Assert.NotEqual(before.Sitting, view.Sitting);
        await first.Hear<Guid>("SeatTaken", consult => consult == meeting.Consult);
        await Publish(second, meeting.Consult);
        Assert.Equal("consult.not_seated", await Offer(first, meeting.Consult));
        Assert.Equal("consult.elsewhere", await first.Refused("EnterAgain", new SeatReturn(meeting.Consult, 0, before.Sitting)));
        var said = await other.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "Are you there?"));
        await second.Hear<ChatMessage>("MessageSaid", message => message == said);
        await first.Ask<ConsultView>("Enter", meeting.Consult, 0);
        await second.Hear<Guid>("SeatTaken", consult => consult == meeting.Consult);
        await Publish(first, meeting.Consult);
        Assert.Empty(first.Heard<ChatMessage>("MessageSaid"));
        Assert.DoesNotContain(
            other.Heard<ParticipantView>("PresenceChanged"), seen => seen.Id == person.Id && seen.Presence != PresenceState.Here);
    }

    [Fact]
    public async Task A_page_whose_line_broke_goes_on_in_its_sitting_with_what_it_had_told()
    {
        await using var meeting = await Meeting.Begin(Host);
        var before = await meeting.Patient.Ask<ConsultView>("Enter", meeting.Consult, 0);
        await meeting.Patient.Ask<Done>(
            "Watch", meeting.Consult, (TrackWishView[])[new TrackWishView(DemoPeople.Chloe.Id, MediaSource.Camera, 360)]);
        await meeting.Patient.DisposeAsync();
        await using var back = await Host.Connect("consult", DemoPeople.Ana);

        var again = await back.Ask<ConsultView>("EnterAgain", new SeatReturn(meeting.Consult, 0, before.Sitting));

        Assert.Equal(before.Sitting, again.Sitting);
        Assert.Single(MediaOf(meeting.Consult, DemoPeople.Ana).OnScreen!);
    }

    [Fact]
    public async Task A_page_that_was_loaded_anew_hears_everybody_and_is_sent_everything_until_it_says_otherwise()
    {
        await using var meeting = await Meeting.Begin(Host);
        await using var interpreter = await RoomGuest.Come(Host, meeting, ParticipantRole.Interpreter, "Iris");
        await interpreter.Page.Ask<ConsultView>("Enter", meeting.Consult, 0);
        await meeting.Patient.Ask<Done>("ListenTo", meeting.Consult, interpreter.Id);
        await meeting.Patient.Ask<Done>("Watch", meeting.Consult, Array.Empty<TrackWishView>());

        await using var loaded = await Host.Connect("consult", DemoPeople.Ana);
        await loaded.Ask<ConsultView>("Enter", meeting.Consult, 0);

        Assert.True(MediaOf(meeting.Consult, DemoPeople.Ana) is { ListensTo: null, OnScreen: null });
    }

    [Fact]
    public async Task A_page_that_slept_longer_than_its_seat_was_kept_is_told_that_the_relay_has_forgotten_it()
    {
        await using var meeting = await Meeting.Begin(Host);
        var before = await meeting.Patient.Ask<ConsultView>("Enter", meeting.Consult, 0);
        await Publish(meeting.Patient, meeting.Consult);
        await meeting.Patient.DisposeAsync();
        await Absent(meeting.Clinician, DemoPeople.Ana.Id, PresenceState.Reconnecting);
        Host.Time.Advance(TimeSpan.FromMinutes(3));
        await Absent(meeting.Clinician, DemoPeople.Ana.Id, PresenceState.Away);
        await using var woken = await Host.Connect("consult", DemoPeople.Ana);

        var again = await woken.Ask<ConsultView>("EnterAgain", new SeatReturn(meeting.Consult, 0, before.Sitting));

        Assert.NotEqual(before.Sitting, again.Sitting);
        Assert.Contains(
            again.Participants, participant => participant.Id == DemoPeople.Ana.Id && participant.Presence == PresenceState.Here);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whose_sign_in_has_ended_is_neither_heard_nor_hears_also_without_a_line(bool isConnected)
    {
        await using var meeting = await Meeting.Begin(Host);
        await Publish(meeting.Patient, meeting.Consult);
        Assert.NotNull(await StatisticsOf(meeting.Consult, DemoPeople.Ana.Id));
        if (!isConnected)
        {
            await meeting.Patient.DisposeAsync();
            await Absent(meeting.Clinician, DemoPeople.Ana.Id, PresenceState.Reconnecting);
        }

        await Host.Get<Revocations>().EndSessionsOf(Host.Tenant, DemoPeople.Ana.Id, CancellationToken.None);

        await Absent(meeting.Clinician, DemoPeople.Ana.Id, PresenceState.Away);
        Assert.Null(await StatisticsOf(meeting.Consult, DemoPeople.Ana.Id));
        await using var back = await Host.Connect("consult", DemoPeople.Ana);
        var view = await back.Ask<ConsultView>("Enter", meeting.Consult, 0);
        Assert.Contains(
            view.Participants, participant => participant.Id == DemoPeople.Ana.Id && participant.Presence == PresenceState.Here);
    }

    [Fact]
    public async Task A_sign_in_behind_a_seat_is_looked_up_also_when_its_line_is_lost()
    {
        await using var meeting = await Meeting.Begin(Host);
        var before = Host.Get<ConsultSeats>().Sessions().ToHashSet();
        await meeting.Patient.DisposeAsync();
        await Absent(meeting.Clinician, DemoPeople.Ana.Id, PresenceState.Reconnecting);

        var lookedUp = Host.Get<Revocations>()
            .SessionsHere()
            .SelectMany(tenant => tenant.Select(session => (tenant.Key, session)))
            .ToHashSet();

        Assert.True(before.Count >= 2, "patient and clinician sit");
        Assert.Subset(lookedUp, before);
    }

    [Fact]
    public async Task Who_signs_out_on_one_device_keeps_the_seat_that_another_one_holds()
    {
        await using var meeting = await Meeting.Begin(Host);
        var ended = Host.Get<ConsultSeats>().Sessions().ToHashSet();
        await using var second = await Host.Connect("consult", DemoPeople.Ana);
        await second.Ask<ConsultView>("Enter", meeting.Consult, 0);
        ended.ExceptWith(Host.Get<ConsultSeats>().Sessions());
        var (tenant, firstSignIn) = Assert.Single(ended);

        await Host.Get<Revocations>().EndSession(tenant, firstSignIn, CancellationToken.None);

        await meeting.Patient.Closed;
        await second.Ask<Done>("ShowMedia", meeting.Consult, new MediaState(Microphone: true, Camera: false, Screen: false));
        await Publish(second, meeting.Consult);
    }

    [Fact]
    public async Task Whoever_is_removed_while_an_offer_is_under_way_keeps_no_place_in_the_relay()
    {
        await using var meeting = await Meeting.Begin(Host);
        for (var round = 0; round < 10; round++)
        {
            await using var guest = await RoomGuest.Come(Host, meeting, ParticipantRole.Relative, $"Rosa {(char)('A' + round)}");
            await guest.Page.Ask<ConsultView>("Enter", meeting.Consult, 0);
            var offers = OfferUntilRefused(guest.Page, meeting.Consult);

            await meeting.Clinician.Ask<Done>("RemoveParticipant", new Removal(Guid.NewGuid(), meeting.Consult, guest.Id));

            await offers;
            await Absent(meeting.Clinician, guest.Id, PresenceState.Away);
            await Eventually.True(async () => await StatisticsOf(meeting.Consult, guest.Id) is null, "the relay knows the guest no more");
        }
    }

    [Fact]
    public async Task An_offer_after_the_end_opens_no_room()
    {
        await using var meeting = await Meeting.Begin(Host);
        await Publish(meeting.Patient, meeting.Consult);
        var offers = OfferUntilRefused(meeting.Patient, meeting.Consult);

        await meeting.Clinician.Ask<ConsultCard>("End", new OfConsult(Guid.NewGuid(), meeting.Consult));

        Assert.Equal("consult.not_seated", await offers);
        await Eventually.True(async () => await StatisticsOf(meeting.Consult, DemoPeople.Ana.Id) is null, "the room is closed");
        Assert.Equal("consult.not_running", await meeting.Patient.Refused("Enter", meeting.Consult, 0));
    }

    private static Task<ParticipantView> Absent(LiveClient watcher, Guid person, PresenceState presence) =>
        watcher.Hear<ParticipantView>("PresenceChanged", view => view.Id == person && view.Presence == presence);

    private static async Task Publish(LiveClient page, Guid consult) => Assert.Null(await Offer(page, consult));

    /// <summary>Why the offer was refused; null when it was answered.</summary>
    private static async Task<string?> Offer(LiveClient page, Guid consult)
    {
        using var network = new VirtualNetwork();
        var browser = network.Add("room", "peer");
        browser.Publish(TrackSource.Microphone);
        try
        {
            await page.Ask<MediaAnswer>(
                "Negotiate", new MediaOffer(consult, browser.Offer(), [new MidSource("0", MediaSource.Microphone)]));
            return null;
        }
        catch (Telehealth.Testing.Hubs.HubRefusedException refused)
        {
            return refused.Code;
        }
    }

    /// <summary>Makes one offer after the other, as a page may, until the seat is gone or the line ends.</summary>
    private static async Task<string?> OfferUntilRefused(LiveClient page, Guid consult)
    {
        try
        {
            while (true)
            {
                if (await Offer(page, consult) is { } code)
                    return code;
            }
        }
        catch (Exception ended)
            when (ended
                    is OperationCanceledException
                        or InvalidOperationException
                        or IOException
                        or System.Net.WebSockets.WebSocketException)
        {
            return null;
        }
    }

    private Task<PeerStatistics?> StatisticsOf(Guid consult, Guid person) =>
        Host.Get<MediaRoom>().StatisticsOf(new SeatKey(Host.Tenant, consult, person), CancellationToken.None);

    private SeatMedia MediaOf(Guid consult, DemoPerson person) =>
        Host.Get<SeatTracks>().MediaOf(new SeatKey(Host.Tenant, consult, person.Id));
}
