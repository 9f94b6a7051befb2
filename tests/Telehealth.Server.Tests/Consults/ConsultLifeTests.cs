using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Tests.Access;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.Consults;

/// <summary>A consult from the question to the end, as patient, clinician and guest live it.</summary>
public sealed class ConsultLifeTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task A_patient_waits_is_admitted_and_both_are_seated()
    {
        await using var clinician = await Host.Connect("consult", DemoPeople.Chloe);
        await clinician.Ask<WaitingRoom>("WatchWaitingRoom");
        await using var patient = await Host.Connect("consult", DemoPeople.Ana);
        await patient.Ask<IReadOnlyList<ConsultCard>>("MyConsults");

        var asked = await patient.Ask<ConsultCard>("Ask", new ConsultRequest(Guid.NewGuid(), " A rash since Monday "));
        Assert.Equal((ConsultPhase.Waiting, "A rash since Monday", DemoPeople.Ana.Name), (asked.Phase, asked.Reason, asked.PatientName));
        var waiting = await clinician.Hear<ConsultCard>("WaitingRoomChanged", card => card.Id == asked.Id);
        Assert.NotNull(waiting.WaitingSince);
        Assert.Contains((await clinician.Ask<WaitingRoom>("WatchWaitingRoom")).Waiting, card => card.Id == asked.Id);
        Assert.Equal("consult.not_running", await patient.Refused("Enter", asked.Id, 0));
        Assert.Equal("consult.already_waiting", await patient.Refused("Ask", new ConsultRequest(Guid.NewGuid(), "And a cough")));

        await clinician.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), asked.Id));
        var admitted = await patient.Hear<ConsultCard>("ConsultChanged", card => card.Phase == ConsultPhase.InProgress);
        Assert.Equal(DemoPeople.Chloe.Name, admitted.ClinicianName);
        await clinician.Ask<ConsultView>("Enter", asked.Id, 0);
        var view = await patient.Ask<ConsultView>("Enter", asked.Id, 0);
        Assert.Equal(DemoPeople.Ana.Id, view.You);
        Assert.Equal(
            [
                (DemoPeople.Ana.Id, ParticipantRole.Patient, PresenceState.Here),
                (DemoPeople.Chloe.Id, ParticipantRole.Clinician, PresenceState.Here),
            ],
            view.Participants.Select(participant => (participant.Id, participant.Role, participant.Presence)).Order());

        await clinician.Ask<ConsultCard>("End", new OfConsult(Guid.NewGuid(), asked.Id));
        await patient.Hear<ConsultCard>("ConsultChanged", card => card.Phase == ConsultPhase.Ended && card.EndedAt is not null);
        Assert.Equal("consult.not_running", await patient.Refused("Say", new NewMessage(Guid.NewGuid(), asked.Id, "Thank you")));
    }

    [Fact]
    public async Task A_second_clinician_is_told_that_the_patient_is_taken_and_strangers_that_there_is_nothing()
    {
        await using var meeting = await Meeting.Begin(Host);
        await using var second = await Host.Connect("consult", DemoPeople.David);
        await using var stranger = await Host.Connect("consult", DemoPeople.Ben);

        Assert.Equal("consult.taken", await second.Refused("Admit", new OfConsult(Guid.NewGuid(), meeting.Consult)));
        foreach (var outsider in new[] { second, stranger })
        {
            Assert.Equal("consult.not_found", await outsider.Refused("Enter", meeting.Consult, 0));
            Assert.Equal("consult.not_found", await outsider.Refused("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "Hello?")));
            Assert.Equal("consult.not_found", await outsider.Refused("Cancel", new OfConsult(Guid.NewGuid(), meeting.Consult)));
            Assert.Equal("consult.not_seated", await outsider.Refused("ShowMedia", meeting.Consult, new MediaState(true, true, false)));
            Assert.Equal("consult.not_seated", await outsider.Refused("Candidate", meeting.Consult, "candidate:1"));
        }

        Assert.Equal("consult.not_found", await second.Refused("End", new OfConsult(Guid.NewGuid(), meeting.Consult)));
        Assert.Equal("consult.not_found", await stranger.Refused("Open", new OfConsult(Guid.NewGuid(), meeting.Consult)));
        Assert.Equal(
            "consult.not_found",
            await second.Refused("InviteGuest", new GuestInvitation(Guid.NewGuid(), meeting.Consult, "Me", ParticipantRole.Colleague)));
        Assert.Equal("consult.not_found", await second.Refused("Admit", new OfConsult(Guid.NewGuid(), Guid.NewGuid())));
        Assert.Equal("not_found", await stranger.Refused("Admit", new OfConsult(Guid.NewGuid(), meeting.Consult)));
        Assert.DoesNotContain(await stranger.Ask<IReadOnlyList<ConsultCard>>("MyConsults"), card => card.Id == meeting.Consult);
    }

    [Fact]
    public async Task Chat_is_kept_and_resumed_from_the_last_message_seen()
    {
        await using var meeting = await Meeting.Begin(Host);
        var first = new NewMessage(Guid.NewGuid(), meeting.Consult, "Good morning");
        var said = await meeting.Patient.Ask<ChatMessage>("Say", first);
        var heard = await meeting.Clinician.Hear<ChatMessage>("MessageSaid", message => message.CommandId == first.CommandId);
        Assert.Equal((said, DemoPeople.Ana.Name), (heard, heard.FromName));

        await meeting.Patient.DisposeAsync();
        var missed = await meeting.Clinician.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "Can you hear me?"));
        await using var back = await Host.Connect("consult", DemoPeople.Ana);
        var view = await back.Ask<ConsultView>("Enter", meeting.Consult, said.Sequence);
        Assert.Equal([missed], view.Messages);
        Assert.Equal([said, missed], (await back.Ask<ConsultView>("Enter", meeting.Consult, 0)).Messages);

        Assert.Equal(said, await back.Ask<ChatMessage>("Say", first));
        Assert.Equal("chat.empty", await back.Refused("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, " \n ")));
        Assert.Equal("chat.too_long", await back.Refused("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, new string('x', 2_001))));
        Assert.Equal([said, missed], (await back.Ask<ConsultView>("Enter", meeting.Consult, 0)).Messages);
    }

    [Fact]
    public async Task A_message_larger_than_any_ends_the_connection_with_a_word_why_and_nothing_else()
    {
        await using var meeting = await Meeting.Begin(Host);

        await meeting.Patient.Tell("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, new string('x', 70_000)));

        var cause = await meeting.Patient.Closed;
        Assert.Contains("hub.message_too_large", cause?.Message, StringComparison.Ordinal);
        Assert.Empty((await meeting.Clinician.Ask<ConsultView>("Enter", meeting.Consult, 0)).Messages);
    }

    [Fact]
    public async Task Who_drops_out_keeps_the_seat_and_the_others_see_them_leave_and_return()
    {
        await using var meeting = await Meeting.Begin(Host);
        await meeting.Patient.Ask<Done>("ShowMedia", meeting.Consult, new MediaState(Microphone: true, Camera: false, Screen: false));
        await Presence(meeting.Clinician, view => view.Presence == PresenceState.Here && view.Media is { Microphone: true, Camera: false });

        await meeting.Patient.DisposeAsync();
        await Presence(meeting.Clinician, view => view.Presence == PresenceState.Reconnecting);
        await using var back = await Host.Connect("consult", DemoPeople.Ana);
        await back.Ask<ConsultView>("Enter", meeting.Consult, 0);
        await Eventually.True(
            () => meeting.Clinician.Heard<ParticipantView>("PresenceChanged") is [.., { Presence: PresenceState.Here }],
            "the patient is back");
        var kept = await Host.Rows(
            "select name from event_store.event where stream_id = $1 and name like 'consult.participant%' order by version",
            row => row.GetString(0), meeting.Consult);
        Assert.Equal(["consult.participant_joined.v1", "consult.participant_joined.v1"], kept);

        await back.Ask<Done>("Leave", meeting.Consult);
        await Presence(meeting.Clinician, view => view.Presence == PresenceState.Away);
    }

    [Fact]
    public async Task Who_does_not_come_back_in_time_loses_the_seat()
    {
        await using var meeting = await Meeting.Begin(Host);
        await meeting.Patient.DisposeAsync();
        await Presence(meeting.Clinician, view => view.Presence == PresenceState.Reconnecting);

        Host.Time.Advance(TimeSpan.FromMinutes(3));

        await Presence(meeting.Clinician, view => view.Presence == PresenceState.Away);
        await using var back = await Host.Connect("consult", DemoPeople.Ana);
        var view = await back.Ask<ConsultView>("Enter", meeting.Consult, 0);
        Assert.Contains(
            view.Participants, participant => participant.Id == DemoPeople.Ana.Id && participant.Presence == PresenceState.Here);
    }

    private static Task<ParticipantView> Presence(LiveClient watcher, Func<ParticipantView, bool> kind) =>
        watcher.Hear<ParticipantView>("PresenceChanged", view => view.Id == DemoPeople.Ana.Id && kind(view));
}

/// <summary>A consult in progress between Ana and Dr Chloé, both seated.</summary>
internal sealed class Meeting(Guid consult, LiveClient patient, LiveClient clinician) : IAsyncDisposable
{
    public Guid Consult => consult;

    public LiveClient Patient => patient;

    public LiveClient Clinician => clinician;

    public static async Task<Meeting> Begin(ServerHost host)
    {
        var patient = await host.Connect("consult", DemoPeople.Ana);
        var clinician = await host.Connect("consult", DemoPeople.Chloe);
        await clinician.Ask<WaitingRoom>("WatchWaitingRoom");
        var asked = await patient.Ask<ConsultCard>("Ask", new ConsultRequest(Guid.NewGuid(), "A cough"));
        await clinician.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), asked.Id));
        await clinician.Ask<ConsultView>("Enter", asked.Id, 0);
        await patient.Ask<ConsultView>("Enter", asked.Id, 0);
        return new Meeting(asked.Id, patient, clinician);
    }

    public async ValueTask DisposeAsync()
    {
        await patient.DisposeAsync();
        await clinician.DisposeAsync();
    }
}
