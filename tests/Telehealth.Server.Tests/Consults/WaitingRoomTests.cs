using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Demo;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.Consults;

/// <summary>What a clinician learns of patients that are not theirs.</summary>
public sealed class WaitingRoomTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task Who_waits_for_everybody_is_told_to_all_clinicians_and_of_who_was_admitted_the_others_learn_the_id_alone()
    {
        await using var david = await Watching(DemoPeople.David);
        await using var chloe = await Watching(DemoPeople.Chloe);
        await using var patient = await Host.Connect("consult", DemoPeople.Ana);

        var asked = await patient.Ask<ConsultCard>("Ask", new ConsultRequest(Guid.NewGuid(), "A private matter"));
        await david.Hear<ConsultCard>("WaitingRoomChanged", card => card.Id == asked.Id && card.Reason == "A private matter");
        await chloe.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), asked.Id));
        await david.Hear<Guid>("WaitingRoomLeft", id => id == asked.Id);
        await chloe.Ask<ConsultCard>("Lock", new LockChange(Guid.NewGuid(), asked.Id, Locked: true));
        await chloe.Ask<ConsultCard>("End", new OfConsult(Guid.NewGuid(), asked.Id));
        await chloe.Hear<ConsultCard>("ConsultChanged", card => card.Id == asked.Id && card.Phase == ConsultPhase.Ended);
        await HearNext(david);

        Assert.All(Cards(david, asked.Id), card => Assert.Equal(ConsultPhase.Waiting, card.Phase));
    }

    [Fact]
    public async Task What_a_patient_who_waits_says_anew_is_read_by_all_who_see_the_visit_and_by_whoever_admits()
    {
        await using var david = await Watching(DemoPeople.David);
        await using var patient = await Host.Connect("consult", DemoPeople.Ana);
        await using var stranger = await Host.Connect("consult", DemoPeople.Ben);
        var asked = await patient.Ask<ConsultCard>("Ask", new ConsultRequest(Guid.NewGuid(), "A headache"));

        var changed = await patient.Ask<ConsultCard>("ChangeReason", new ReasonChange(Guid.NewGuid(), asked.Id, " And my neck is stiff "));
        await david.Hear<ConsultCard>("WaitingRoomChanged", card => card.Id == asked.Id && card.Reason == "And my neck is stiff");

        Assert.Equal(("And my neck is stiff", asked.WaitingSince), (changed.Reason, changed.WaitingSince));
        var foreign = new ReasonChange(Guid.NewGuid(), asked.Id, "Nothing");
        Assert.Equal("consult.not_found", await stranger.Refused("ChangeReason", foreign));
        var admitted = await david.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), asked.Id));
        Assert.Equal("And my neck is stiff", admitted.Reason);
        var late = new ReasonChange(Guid.NewGuid(), asked.Id, "And a fever");
        Assert.Equal("consult.reason_read", await patient.Refused("ChangeReason", late));
    }

    [Fact]
    public async Task A_consult_booked_with_one_clinician_is_told_to_that_one_alone()
    {
        await using var david = await Watching(DemoPeople.David);
        await using var chloe = await Watching(DemoPeople.Chloe);
        await using var patient = await Host.Connect("consult", DemoPeople.Ana);

        var booked = await Booked(chloe, patient);
        await chloe.Hear<ConsultCard>("ConsultChanged", card => card.Id == booked && card.Phase == ConsultPhase.Waiting);
        Assert.Contains((await chloe.Ask<WaitingRoom>("WatchWaitingRoom")).Waiting, card => card.Id == booked);
        await HearNext(david);

        Assert.Empty(Cards(david, booked));
        Assert.DoesNotContain((await david.Ask<WaitingRoom>("WatchWaitingRoom")).Waiting, card => card.Id == booked);
        Assert.Equal("consult.not_found", await david.Refused("Admit", new OfConsult(Guid.NewGuid(), booked)));
        await chloe.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), booked));
    }

    [Fact]
    public async Task Who_has_waited_too_long_for_the_clinician_of_the_booking_appears_to_all_and_may_be_admitted_by_any()
    {
        await using var david = await Watching(DemoPeople.David);
        await using var chloe = await Watching(DemoPeople.Chloe);
        await using var patient = await Host.Connect("consult", DemoPeople.Ana);
        var booked = await Booked(chloe, patient);

        Host.Time.Advance(TimeSpan.FromMinutes(10) + ConsultRules.KeptForBooked);

        var overdue = await david.Hear<ConsultCard>("WaitingRoomChanged", card => card.Id == booked);
        Assert.Equal(DemoPeople.Chloe.Name, overdue.ClinicianName);
        var admitted = await david.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), booked));
        Assert.Equal(DemoPeople.David.Id, admitted.ClinicianId);
    }

    [Fact]
    public async Task A_clinician_sees_whether_the_patient_who_waits_is_still_there()
    {
        await using var david = await Watching(DemoPeople.David);
        Guid consult;
        await using (var patient = await Host.Connect("consult", DemoPeople.Ana))
        {
            consult = (await patient.Ask<ConsultCard>("Ask", new ConsultRequest(Guid.NewGuid(), "A cough"))).Id;
            await david.Hear<IReadOnlyList<PatientPresence>>(
                "PatientsPresent", told => told.Any(one => one.ConsultId == consult && one.Here));
        }

        await david.Hear<IReadOnlyList<PatientPresence>>("PatientsPresent", told => told.Any(one => one.ConsultId == consult && !one.Here));

        await david.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), consult));
    }

    [Fact]
    public async Task Whether_a_booked_patient_is_there_is_told_to_the_clinician_of_the_booking_alone()
    {
        await using var david = await Watching(DemoPeople.David);
        await using var chloe = await Watching(DemoPeople.Chloe);
        await using var patient = await Host.Connect("consult", DemoPeople.Ana);

        var booked = await Booked(chloe, patient);
        await chloe.Hear<IReadOnlyList<PatientPresence>>("PatientsPresent", told => told.Any(one => one.ConsultId == booked && one.Here));

        Assert.DoesNotContain(
            david.Heard<IReadOnlyList<PatientPresence>>("PatientsPresent"), told => told.Any(one => one.ConsultId == booked));
        await chloe.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), booked));
    }

    /// <summary>In five minutes, and the patient is there already.</summary>
    private async Task<Guid> Booked(LiveClient clinician, LiveClient patient)
    {
        var booked = await clinician.Ask<ConsultCard>(
            "Book", new Booking(Guid.NewGuid(), DemoPeople.Ana.Id, Host.Time.GetUtcNow().AddMinutes(5), "A result"));
        await patient.Ask<ConsultCard>("Open", new OfConsult(Guid.NewGuid(), booked.Id));
        return booked.Id;
    }

    private async Task<LiveClient> Watching(DemoPerson clinician)
    {
        var client = await Host.Connect("consult", clinician);
        await client.Ask<WaitingRoom>("WatchWaitingRoom");
        return client;
    }

    /// <summary>Everything that was told before has arrived once this one has.</summary>
    private async Task HearNext(LiveClient clinician)
    {
        await using var next = await Host.Connect("consult", DemoPeople.Ben);
        var asked = await next.Ask<ConsultCard>("Ask", new ConsultRequest(Guid.NewGuid(), "A cough"));
        await clinician.Hear<ConsultCard>("WaitingRoomChanged", card => card.Id == asked.Id);
        await next.Ask<ConsultCard>("Cancel", new OfConsult(Guid.NewGuid(), asked.Id));
    }

    private static IEnumerable<ConsultCard> Cards(LiveClient client, Guid consult) =>
        client
            .Heard<ConsultCard>("WaitingRoomChanged")
            .Concat(client.Heard<ConsultCard>("ConsultChanged"))
            .Where(card => card.Id == consult);
}
