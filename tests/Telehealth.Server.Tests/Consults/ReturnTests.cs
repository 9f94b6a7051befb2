using System.Text.Json;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.Consults;

/// <summary>Back to the waiting room, and the number to call when nobody is there.</summary>
public sealed class ReturnTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task Who_is_returned_waits_at_the_old_place_on_every_desk_and_the_patient_is_told_why()
    {
        await using var meeting = await Meeting.Begin(Host);
        await using var david = await Host.Connect("consult", DemoPeople.David);
        await david.Ask<WaitingRoom>("WatchWaitingRoom");
        var since = (await meeting.Patient.Ask<ConsultView>("Enter", meeting.Consult, 0)).Consult.WaitingSince;
        await meeting.Clinician.Ask<ConsultView>("Enter", meeting.Consult, 0);
        Host.Time.Advance(TimeSpan.FromMinutes(4));

        var returned = await meeting.Clinician.Ask<ConsultCard>("ReturnToWaitingRoom", Back(meeting, ReturnReason.PatientAbsent));

        Assert.Equal((ConsultPhase.Waiting, null, since), (returned.Phase, returned.ClinicianId, returned.WaitingSince));
        var seen = await david.Hear<ConsultCard>("WaitingRoomChanged", card => card.Id == meeting.Consult && card.ReturnedAt is not null);
        Assert.Equal((ReturnReason.PatientAbsent, since, (DateTimeOffset?)null), (seen.ReturnReason, seen.WaitingSince, seen.StartedAt));
        await meeting.Patient.Hear<ConsultCard>(
            "ConsultChanged", card => card is { Phase: ConsultPhase.Waiting, ReturnReason: ReturnReason.PatientAbsent });
        Assert.Contains(
            (await david.Ask<WaitingRoom>("WatchWaitingRoom")).Waiting,
            card => card.Id == meeting.Consult && card.ReturnReason == ReturnReason.PatientAbsent);
        var admitted = await david.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), meeting.Consult));
        Assert.Equal((DemoPeople.David.Id, null, null), (admitted.ClinicianId, admitted.ReturnedAt, admitted.ReturnReason));
    }

    [Fact]
    public async Task Nobody_stays_in_the_room_and_the_chat_and_the_links_are_there_for_the_next_clinician()
    {
        await using var meeting = await Meeting.Begin(Host);
        await using var guest = await RoomGuest.Come(Host, meeting, ParticipantRole.Interpreter, "Iris");
        foreach (var page in new[] { meeting.Patient, meeting.Clinician, guest.Page })
            await page.Ask<ConsultView>("Enter", meeting.Consult, 0);
        await meeting.Clinician.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "Are you there?"));

        await meeting.Clinician.Ask<ConsultCard>("ReturnToWaitingRoom", Back(meeting));

        Assert.Empty(Host.Get<ConsultSeats>().Of(Host.Tenant, meeting.Consult));
        foreach (var page in new[] { meeting.Patient, guest.Page })
        {
            Assert.Equal("consult.not_seated", await page.Refused("ShowMedia", meeting.Consult, new MediaState(true, true, false)));
            Assert.Equal("consult.not_running", await page.Refused("Enter", meeting.Consult, 0));
            Assert.Equal("consult.not_running", await page.Refused("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "Hello?")));
        }

        await using var david = await Host.Connect("consult", DemoPeople.David);
        await david.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), meeting.Consult));
        var view = await david.Ask<ConsultView>("Enter", meeting.Consult, 0);
        Assert.Equal(("Are you there?", "Iris"), (Assert.Single(view.Messages).Text, Assert.Single(view.GuestLinks).Name));
        await guest.Page.Hear<ConsultCard>("ConsultChanged", card => card is { Phase: ConsultPhase.InProgress });
        Assert.Equal(guest.Id, (await guest.Page.Ask<ConsultView>("Enter", meeting.Consult, 0)).You);
        Assert.Equal("consult.not_found", await meeting.Clinician.Refused("Enter", meeting.Consult, 0));
    }

    [Fact]
    public async Task A_guest_who_waits_before_the_door_again_learns_nothing_of_what_is_behind_it()
    {
        await using var meeting = await Meeting.Begin(Host);
        await using var guest = await RoomGuest.Come(Host, meeting, ParticipantRole.Relative, "Rosa");
        await guest.Page.Ask<ConsultView>("Enter", meeting.Consult, 0);
        await meeting.Clinician.Ask<ConsultCard>("Lock", new LockChange(Guid.NewGuid(), meeting.Consult, Locked: true));

        await meeting.Clinician.Ask<ConsultCard>("ReturnToWaitingRoom", Back(meeting, ReturnReason.ClinicianCalledAway));

        var door = await guest.Page.Hear<ConsultCard>("ConsultChanged", card => card.Phase == ConsultPhase.Waiting);
        Assert.Equal((string.Empty, string.Empty, null, null), (door.PatientName, door.Reason, door.WaitingSince, door.ReturnReason));
        await using var david = await Host.Connect("consult", DemoPeople.David);
        await david.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), meeting.Consult));
        await david.Ask<ConsultView>("Enter", meeting.Consult, 0);
        await david.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "Between us"));
        Assert.Equal("consult.locked", await guest.Page.Refused("Enter", meeting.Consult, 0));
        await david.Ask<ConsultCard>("Lock", new LockChange(Guid.NewGuid(), meeting.Consult, Locked: false));
        await guest.Page.Hear<ConsultCard>("ConsultChanged", card => card is { Phase: ConsultPhase.InProgress, Locked: false });
        Assert.DoesNotContain(guest.Page.Heard<ConsultCard>("ConsultChanged"), card => card.ClinicianName == DemoPeople.David.Name);
        Assert.Empty(guest.Page.Heard<ChatMessage>("MessageSaid"));
    }

    [Fact]
    public async Task What_is_told_late_of_a_room_tells_a_guest_nothing_of_the_patient_who_waits_again()
    {
        await using var meeting = await Meeting.Begin(Host);
        await using var guest = await RoomGuest.Come(Host, meeting, ParticipantRole.Relative, "Rosa");
        await guest.Page.Ask<ConsultView>("Enter", meeting.Consult, 0);
        var card = (await Host.Get<ConsultQueries>().Card(Host.Tenant, meeting.Consult, CancellationToken.None))!;

        // The guest is not at the door yet when a change from before the return is told, with the card as it is by now.
        await Host.Get<ConsultAudience>().Changed(
            Host.Tenant, card with { Phase = ConsultPhase.Waiting, ReturnReason = ReturnReason.PatientAbsent });

        var heard = await guest.Page.Hear<ConsultCard>("ConsultChanged", told => told.Phase == ConsultPhase.Waiting);
        Assert.Equal((string.Empty, string.Empty, null, null), (heard.PatientName, heard.Reason, heard.WaitingSince, heard.ReturnReason));
    }

    [Fact]
    public async Task The_same_command_has_one_answer_and_other_clinicians_return_nobody()
    {
        await using var meeting = await Meeting.Begin(Host);
        await using var david = await Host.Connect("consult", DemoPeople.David);
        var back = Back(meeting);

        Assert.Equal("consult.not_found", await david.Refused("ReturnToWaitingRoom", Back(meeting)));
        await meeting.Clinician.Ask<ConsultCard>("ReturnToWaitingRoom", back);
        await david.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), meeting.Consult));
        await david.Ask<ConsultView>("Enter", meeting.Consult, 0);
        // Sent again because the answer was lost: David's room is not touched by it.
        var again = await meeting.Clinician.Ask<ConsultCard>("ReturnToWaitingRoom", back);

        Assert.Equal((meeting.Consult, string.Empty, null), (again.Id, again.PatientName, again.ClinicianName));
        Assert.Equal("consult.taken", await meeting.Clinician.Refused("ReturnToWaitingRoom", Back(meeting)));
        await david.Ask<Done>("ShowMedia", meeting.Consult, new MediaState(true, true, false));
        await david.Ask<ConsultCard>("End", new OfConsult(Guid.NewGuid(), meeting.Consult));
        Assert.Equal("consult.over", await david.Refused("ReturnToWaitingRoom", Back(meeting)));
    }

    [Fact]
    public async Task Who_waits_with_another_request_already_does_not_wait_twice()
    {
        await using var meeting = await Meeting.Begin(Host);
        var other = await meeting.Patient.Ask<ConsultCard>("Ask", new ConsultRequest(Guid.NewGuid(), "Another matter"));

        Assert.Equal("consult.waits_already", await meeting.Clinician.Refused("ReturnToWaitingRoom", Back(meeting)));

        await meeting.Patient.Ask<ConsultCard>("Cancel", new OfConsult(Guid.NewGuid(), other.Id));
        await meeting.Clinician.Ask<ConsultCard>("ReturnToWaitingRoom", Back(meeting));
        await meeting.Patient.Ask<ConsultCard>("Cancel", new OfConsult(Guid.NewGuid(), meeting.Consult));
        Assert.Equal("consult.over", await meeting.Clinician.Refused("ReturnToWaitingRoom", Back(meeting)));
    }

    [Fact]
    public async Task The_number_of_the_account_is_told_to_the_clinician_who_treats_the_patient_and_only_while_they_do()
    {
        await using var meeting = await Meeting.Begin(Host);
        await using var david = await Host.Connect("consult", DemoPeople.David);

        Assert.Equal(
            DemoPeople.Ana.Telephone, (await meeting.Clinician.Ask<PatientTelephone>("TelephoneOfPatient", meeting.Consult)).Number);

        Assert.Equal("consult.not_found", await david.Refused("TelephoneOfPatient", meeting.Consult));
        Assert.Equal("consult.not_found", await meeting.Clinician.Refused("TelephoneOfPatient", Guid.NewGuid()));
        await meeting.Clinician.Ask<ConsultCard>("ReturnToWaitingRoom", Back(meeting));
        Assert.Equal("consult.not_found", await meeting.Clinician.Refused("TelephoneOfPatient", meeting.Consult));
        await david.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), meeting.Consult));
        Assert.Equal(DemoPeople.Ana.Telephone, (await david.Ask<PatientTelephone>("TelephoneOfPatient", meeting.Consult)).Number);
        await david.Ask<ConsultCard>("End", new OfConsult(Guid.NewGuid(), meeting.Consult));
        Assert.Equal("consult.not_found", await david.Refused("TelephoneOfPatient", meeting.Consult));
    }

    [Fact]
    public async Task Neither_patient_nor_guest_asks_for_the_number_and_no_card_carries_it()
    {
        await using var meeting = await Meeting.Begin(Host);
        await using var guest = await RoomGuest.Come(Host, meeting, ParticipantRole.Relative, "Rosa");
        await guest.Page.Ask<ConsultView>("Enter", meeting.Consult, 0);

        Assert.Equal("not_found", await guest.Page.Refused("TelephoneOfPatient", meeting.Consult));
        Assert.Equal("not_found", await meeting.Patient.Refused("TelephoneOfPatient", meeting.Consult));
        Assert.Equal("not_found", await guest.Page.Refused("ReturnToWaitingRoom", Back(meeting)));
        foreach (var page in new[] { guest.Page, meeting.Patient, meeting.Clinician })
        {
            var told =
                (await page.Ask<JsonElement>("MyConsults")).GetRawText()
                + (await page.Ask<JsonElement>("Enter", meeting.Consult, 0)).GetRawText();
            Assert.DoesNotContain("555 0142", told, StringComparison.Ordinal);
        }
    }

    private static PatientReturn Back(Meeting meeting, ReturnReason? reason = null) => new(Guid.NewGuid(), meeting.Consult, reason);
}
