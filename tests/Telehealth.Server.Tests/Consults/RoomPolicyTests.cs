using Telehealth.Domain.Deciding;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Media.Receiving;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;
using Telehealth.Testing.Media;

namespace Telehealth.Server.Tests.Consults;

/// <summary>The clinician rules the room: who comes in, who is heard and seen, who looks on.</summary>
public sealed class RoomPolicyTests(ServerHost host) : LiveTest(host)
{
    private static readonly MediaState OnlyMicrophone = new(Microphone: true, Camera: false, Screen: false);

    [Fact]
    public async Task A_guest_waits_before_a_locked_room_and_hears_when_it_opens()
    {
        await using var meeting = await Meeting.Begin(Host);
        await using var guest = await RoomGuest.Come(Host, meeting, ParticipantRole.Relative, "Rosa");

        var locked = await meeting.Clinician.Ask<ConsultCard>("Lock", new LockChange(Guid.NewGuid(), meeting.Consult, Locked: true));

        Assert.True(locked.Locked);
        await meeting.Patient.Hear<ConsultCard>("ConsultChanged", card => card.Locked);
        Assert.Equal("consult.locked", await guest.Page.Refused("Enter", meeting.Consult, 0));
        await using var back = await Host.Connect("consult", DemoPeople.Ana);
        Assert.True((await back.Ask<ConsultView>("Enter", meeting.Consult, 0)).Consult.Locked);
        await meeting.Clinician.Ask<ConsultCard>("Lock", new LockChange(Guid.NewGuid(), meeting.Consult, Locked: false));
        await guest.Page.Hear<ConsultCard>("ConsultChanged", card => card is { Locked: false, Reason: "" });
        Assert.Equal(guest.Id, (await guest.Page.Ask<ConsultView>("Enter", meeting.Consult, 0)).You);
    }

    [Fact]
    public async Task Everybody_sees_what_the_clinician_holds_back_also_after_leaving_and_coming_back()
    {
        await using var meeting = await Meeting.Begin(Host);

        await meeting.Clinician.Ask<Done>("MuteParticipant", Mute(meeting, DemoPeople.Ana.Id, muted: true));

        foreach (var page in new[] { meeting.Patient, meeting.Clinician })
            await page.Hear<ParticipantView>(
                "PresenceChanged", view => view.Id == DemoPeople.Ana.Id && view.MutedByClinician == OnlyMicrophone);
        await meeting.Patient.Ask<Done>("Leave", meeting.Consult);
        Assert.Equal(OnlyMicrophone, MutedOf(DemoPeople.Ana, await meeting.Patient.Ask<ConsultView>("Enter", meeting.Consult, 0)));
        await meeting.Clinician.Ask<Done>("MuteParticipant", Mute(meeting, DemoPeople.Ana.Id, muted: false));
        await meeting.Patient.Hear<ParticipantView>(
            "PresenceChanged",
            view => view.Id == DemoPeople.Ana.Id && view is { Presence: PresenceState.Here, MutedByClinician.Microphone: false });
        Assert.Equal(
            "consult.clinician_stays", await meeting.Clinician.Refused("MuteParticipant", Mute(meeting, DemoPeople.Chloe.Id, muted: true)));
        Assert.Equal(
            "participant.not_found", await meeting.Clinician.Refused("MuteParticipant", Mute(meeting, DemoPeople.Ben.Id, muted: true)));
    }

    [Fact]
    public async Task Who_is_removed_is_out_at_once_and_the_link_opens_nothing_more()
    {
        await using var meeting = await Meeting.Begin(Host);
        await using var guest = await RoomGuest.Come(Host, meeting, ParticipantRole.Relative, "Rosa");
        await guest.Page.Ask<ConsultView>("Enter", meeting.Consult, 0);

        await meeting.Clinician.Ask<Done>("RemoveParticipant", new Removal(Guid.NewGuid(), meeting.Consult, guest.Id));

        await guest.Page.Closed;
        await meeting.Patient.Hear<ParticipantView>("PresenceChanged", view => view.Id == guest.Id && view.Presence == PresenceState.Away);
        await meeting.Clinician.Hear<GuestLink>("GuestLinkChanged", link => link.Id == guest.Id && link.Revoked);
        Assert.Equal("guest.link_invalid", await guest.SignInRefused(Host));
        Assert.Equal(
            "consult.patient_stays",
            await meeting.Clinician.Refused("RemoveParticipant", new Removal(Guid.NewGuid(), meeting.Consult, DemoPeople.Ana.Id)));
    }

    [Fact]
    public async Task An_observer_is_shown_to_everybody_and_sends_nothing()
    {
        await using var meeting = await Meeting.Begin(Host);
        await using var observer = await RoomGuest.Come(Host, meeting, ParticipantRole.Observer, "Oda");
        var view = await observer.Page.Ask<ConsultView>("Enter", meeting.Consult, 0);
        await meeting.Patient.Hear<ParticipantView>(
            "PresenceChanged", seen => seen.Id == observer.Id && seen is { Role: ParticipantRole.Observer, Name: "Oda" });
        Assert.Contains(view.Participants, seen => seen.Id == observer.Id && seen.Role == ParticipantRole.Observer);
        using var network = new VirtualNetwork();
        var sending = network.Add("room", "peer");
        sending.Publish(TrackSource.Camera);
        var receiving = network.Add("room", "other");
        receiving.Want(1, 1);

        Assert.Equal(
            "media.observer_sends", await observer.Page.Refused("Negotiate", new MediaOffer(meeting.Consult, sending.Offer(), [])));

        var answer = await observer.Page.Ask<MediaAnswer>("Negotiate", new MediaOffer(meeting.Consult, receiving.Offer(), []));
        Assert.StartsWith("v=0", answer.Sdp, StringComparison.Ordinal);
        await observer.Page.Ask<Done>("ShowMedia", meeting.Consult, new MediaState(true, true, true));
        var shown = await meeting.Clinician.Ask<ConsultView>("Enter", meeting.Consult, 0);
        Assert.Equal(new MediaState(false, false, false), shown.Participants.Single(seen => seen.Id == observer.Id).Media);
    }

    [Fact]
    public async Task Only_an_interpreter_who_is_here_is_listened_to()
    {
        await using var meeting = await Meeting.Begin(Host);
        await using var interpreter = await RoomGuest.Come(Host, meeting, ParticipantRole.Interpreter, "Iris");
        Assert.Equal("guest.not_interpreter", await meeting.Patient.Refused("ListenTo", meeting.Consult, interpreter.Id));
        await interpreter.Page.Ask<ConsultView>("Enter", meeting.Consult, 0);

        await meeting.Patient.Ask<Done>("ListenTo", meeting.Consult, interpreter.Id);

        Assert.Equal(interpreter.Id, WishesOf(meeting).ListensTo);
        Assert.Equal("guest.not_interpreter", await meeting.Patient.Refused("ListenTo", meeting.Consult, DemoPeople.Chloe.Id));
        Assert.Equal("guest.not_interpreter", await interpreter.Page.Refused("ListenTo", meeting.Consult, interpreter.Id));
        await interpreter.Page.Ask<Done>("Leave", meeting.Consult);
        Assert.Null(WishesOf(meeting).ListensTo);
    }

    [Fact]
    public async Task A_screen_shows_at_most_64_tracks()
    {
        await using var meeting = await Meeting.Begin(Host);
        TrackWishView[] wishes = [.. Enumerable.Range(0, 65).Select(_ => new TrackWishView(DemoPeople.Chloe.Id, MediaSource.Camera, 360))];

        Assert.Equal("watch.too_many", await meeting.Patient.Refused("Watch", meeting.Consult, wishes));

        await meeting.Patient.Ask<Done>("Watch", meeting.Consult, (TrackWishView[])[wishes[0] with { Height = int.MaxValue }]);
        Assert.Equal([8_640], WishesOf(meeting).OnScreen!.Select(wish => wish.Height));
    }

    [Fact]
    public async Task Nobody_but_the_clinician_who_leads_it_rules_a_room()
    {
        await using var meeting = await Meeting.Begin(Host);
        await using var second = await Host.Connect("consult", DemoPeople.David);
        var theirs = await TheirConsult();

        foreach (var (page, consult, code) in new[]
            {
                (meeting.Patient, meeting.Consult, "not_found"),
                (second, meeting.Consult, "consult.not_found"),
                (meeting.Clinician, theirs, "consult.not_found"),
            })
        {
            Assert.Equal(code, await page.Refused("Lock", new LockChange(Guid.NewGuid(), consult, Locked: true)));
            Assert.Equal(
                code,
                await page.Refused("MuteParticipant", new MuteChange(Guid.NewGuid(), consult, DemoPeople.Ana.Id, MediaSource.Camera, true)));
            Assert.Equal(code, await page.Refused("RemoveParticipant", new Removal(Guid.NewGuid(), consult, DemoPeople.Ana.Id)));
            Assert.Equal(code, await page.Refused("QualitySummary", consult));
        }

        foreach (var (page, consult) in new[] { (second, meeting.Consult), (meeting.Clinician, theirs) })
        {
            Assert.Equal("consult.not_seated", await page.Refused("Quality", consult));
            Assert.Equal("consult.not_seated", await page.Refused("Watch", consult, Array.Empty<TrackWishView>()));
            Assert.Equal("consult.not_seated", await page.Refused("ListenTo", consult, DemoPeople.Ana.Id));
        }

        Assert.Equal("not_found", await meeting.Patient.Refused("Quality", meeting.Consult));
        Assert.False((await meeting.Patient.Ask<ConsultView>("Enter", meeting.Consult, 0)).Consult.Locked);
    }

    [Fact]
    public async Task The_relay_holds_a_muted_track_back_at_once_and_through_a_new_connection()
    {
        await using var meeting = await Meeting.Begin(Host);
        await Publish(meeting.Patient, meeting);
        Assert.Equal([(MediaSource.Camera, false), (MediaSource.Microphone, false)], await HeldBack(meeting.Clinician, meeting));

        await meeting.Clinician.Ask<Done>("MuteParticipant", Mute(meeting, DemoPeople.Ana.Id, muted: true));

        await meeting.Patient.Hear<ParticipantView>("PresenceChanged", view => view.MutedByClinician == OnlyMicrophone);
        Assert.Equal([(MediaSource.Camera, false), (MediaSource.Microphone, true)], await HeldBack(meeting.Clinician, meeting));
        await meeting.Patient.Ask<Done>("Leave", meeting.Consult);
        await meeting.Patient.Ask<ConsultView>("Enter", meeting.Consult, 0);
        await Publish(meeting.Patient, meeting);
        Assert.Equal([(MediaSource.Camera, false), (MediaSource.Microphone, true)], await HeldBack(meeting.Clinician, meeting));
    }

    [Fact]
    public async Task A_track_is_held_back_after_a_restart_of_the_server_too()
    {
        await using var meeting = await Meeting.Begin(Host);
        await meeting.Clinician.Ask<Done>("MuteParticipant", Mute(meeting, DemoPeople.Ana.Id, muted: true));

        await using var restarted = await Host.AddNode();

        await using var patient = await ServerHost.Connect(restarted.Address, "consult", await Host.TokenOf(DemoPeople.Ana));
        Assert.Equal(OnlyMicrophone, MutedOf(DemoPeople.Ana, await patient.Ask<ConsultView>("Enter", meeting.Consult, 0)));
        await using var clinician = await ServerHost.Connect(restarted.Address, "consult", await Host.TokenOf(DemoPeople.Chloe));
        await clinician.Ask<ConsultView>("Enter", meeting.Consult, 0);
        await Publish(patient, meeting);
        Assert.Equal([(MediaSource.Camera, false), (MediaSource.Microphone, true)], await HeldBack(clinician, meeting));
    }

    /// <summary>Offers a microphone and a camera, as a page does that has just connected.</summary>
    private static async Task Publish(LiveClient page, Meeting meeting)
    {
        using var network = new VirtualNetwork();
        var browser = network.Add("room", "peer");
        browser.Publish(TrackSource.Microphone);
        browser.Publish(TrackSource.Camera);
        await page.Ask<MediaAnswer>(
            "Negotiate",
            new MediaOffer(
                meeting.Consult, browser.Offer(), [new MidSource("0", MediaSource.Microphone), new MidSource("1", MediaSource.Camera)]));
    }

    /// <summary>Of the patient's tracks, which the relay holds back.</summary>
    private static async Task<IEnumerable<(MediaSource Source, bool Muted)>> HeldBack(LiveClient clinician, Meeting meeting) =>
        (await clinician.Ask<ConsultQuality>("Quality", meeting.Consult))
            .Participants.Single(participant => participant.ParticipantId == DemoPeople.Ana.Id)
            .Sends.Select(track => (track.Source, track.Muted))
            .OrderByDescending(track => track.Source);

    private static MuteChange Mute(Meeting meeting, Guid participant, bool muted) =>
        new(Guid.NewGuid(), meeting.Consult, participant, MediaSource.Microphone, muted);

    private static MediaState MutedOf(DemoPerson person, ConsultView view) =>
        view.Participants.Single(participant => participant.Id == person.Id).MutedByClinician;

    private SeatMedia WishesOf(Meeting meeting) =>
        Host.Get<SeatTracks>().MediaOf(new SeatKey(Host.Tenant, meeting.Consult, DemoPeople.Ana.Id));

    /// <summary>A consult of another organisation, with a clinician there who has the same id as ours.</summary>
    private async Task<Guid> TheirConsult()
    {
        var (consult, tenant) = (Guid.NewGuid(), new TenantId(Guid.NewGuid()));
        await Host.Run<ConsultCommand, Consult, ConsultEvent>(
            consult, new ConsultCommand.AskForConsult(new ConsultId(consult), new PersonId(Guid.NewGuid()), "Theirs"), tenant);
        await Host.Run<ConsultCommand, Consult, ConsultEvent>(
            consult, new ConsultCommand.AdmitPatient(new PersonId(DemoPeople.Chloe.Id)), tenant);
        return consult;
    }
}
