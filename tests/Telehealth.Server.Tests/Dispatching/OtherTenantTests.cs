using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>What another tenant has does not exist here, whoever knows its id.</summary>
public sealed class OtherTenantTests(ServerHost host) : LiveTest(host)
{
    private readonly TenantId _theirs = new(Guid.NewGuid());

    [Fact]
    public async Task Another_tenants_emergency_is_not_found_by_any_hub_method()
    {
        var theirs = await TheirEmergency();
        await using var console = await Host.Console();
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var before = await Log();

        Assert.Equal("emergency.not_found", await console.Refused("Incident", theirs));
        Assert.Equal("emergency.not_found", await console.Refused("Recommend", theirs));
        Assert.Equal("emergency.not_found", await console.Refused("AssignByHand", new HandAssignment(Guid.NewGuid(), theirs, crew.Unit)));
        Assert.Equal("emergency.not_found", await console.Refused("Reassign", new Reassignment(Guid.NewGuid(), theirs, crew.Unit, "Ours")));
        Assert.Equal("emergency.not_found", await console.Refused("SearchAgain", new OfEmergency(Guid.NewGuid(), theirs)));
        Assert.Equal("emergency.not_found", await console.Refused("ChangePriority", new NewPriority(Guid.NewGuid(), theirs, 1, "Ours")));
        Assert.Equal("emergency.not_found", await console.Refused("AddNote", new NewNote(Guid.NewGuid(), theirs, "Ours")));
        Assert.Equal("emergency.not_found", await console.Refused("Cancel", new HelpCancellation(Guid.NewGuid(), theirs, "Ours")));
        Assert.Equal("emergency.not_found", await caller.Refused("CancelMine", new HelpCancellation(Guid.NewGuid(), theirs, "Ours")));
        Assert.Equal(
            "emergency.not_found",
            await caller.Refused("ImproveLocation", new BetterLocation(Guid.NewGuid(), theirs, Help.ChestPain().Location)));
        Assert.Equal(
            "offer.over",
            await crew.Device.Refused("Accept", new OfferAcceptance(Guid.NewGuid(), theirs, Guid.NewGuid(), 1, Host.Time.GetUtcNow())));
        Assert.Equal(
            "offer.over",
            await crew.Device.Refused("Decline", new OfferRefusal(Guid.NewGuid(), theirs, Guid.NewGuid(), 1, "No", Host.Time.GetUtcNow())));
        Assert.Equal(
            "offer.over",
            await crew.Device.Refused(
                "Report", new StatusReport(Guid.NewGuid(), theirs, Guid.NewGuid(), 1, AssignmentStatus.Clear, Host.Time.GetUtcNow())));
        var alarm = (
            await Host.Rows("select alarm_id from emergencies.alarm where tenant = $1", row => row.GetGuid(0), _theirs.Value)).Single();
        Assert.Equal("alarm.not_found", await console.Refused("AcknowledgeAlarm", new AlarmAcknowledgement(Guid.NewGuid(), alarm)));

        Assert.Equal(before, await Log());
        var board = await console.Ask<Board>("WatchBoard");
        Assert.DoesNotContain(board.Emergencies, row => row.Id == theirs);
        Assert.DoesNotContain(board.Alarms, row => row.Id == alarm);
    }

    [Fact]
    public async Task Another_tenants_unit_cannot_be_given_a_job_and_stands_on_no_board()
    {
        var theirs = new UnitId(Guid.NewGuid());
        await Host.Run<UnitCommand, Unit, UnitEvent>(
            theirs.Value, new UnitCommand.StartShift(theirs, Guid.NewGuid(), "X1", [new PersonId(Guid.NewGuid())], Skills.Advanced),
            _theirs);
        await using var console = await Host.Console();
        var ours = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());

        Assert.Equal(
            "unit.off_shift",
            await console.Refused("AcknowledgeSilence", new SilenceAcknowledgement(Guid.NewGuid(), theirs.Value, Guid.NewGuid())));
        Assert.Equal(
            "unit.bound_or_off_shift", await console.Refused("AssignByHand", new HandAssignment(Guid.NewGuid(), ours.Id, theirs.Value)));
        Assert.Equal(
            "unit.bound_or_off_shift",
            await console.Refused("Reassign", new Reassignment(Guid.NewGuid(), ours.Id, theirs.Value, "Nearer")));

        Assert.DoesNotContain((await console.Ask<Board>("WatchBoard")).Units, unit => unit.Id == theirs.Value);
        Assert.Empty(await Host.Rows("select 1 from emergencies.assignment where unit_id = $1", _ => 1, theirs.Value));
    }

    [Fact]
    public async Task Another_tenants_consult_is_not_found_by_any_hub_method()
    {
        var theirs = new ConsultId(Guid.NewGuid());
        // Even the very same people would be strangers to it: the tenant is part of every key.
        await Host.Run<ConsultCommand, Consult, ConsultEvent>(
            theirs.Value, new ConsultCommand.AskForConsult(theirs, new PersonId(DemoPeople.Ana.Id), "A cough"), _theirs);
        await Host.Run<ConsultCommand, Consult, ConsultEvent>(
            theirs.Value, new ConsultCommand.AdmitPatient(new PersonId(DemoPeople.Chloe.Id)), _theirs);
        await using var patient = await Host.Connect("consult", DemoPeople.Ana);
        await using var clinician = await Host.Connect("consult", DemoPeople.Chloe);
        var before = await Log();

        foreach (var person in new[] { patient, clinician })
        {
            Assert.Equal("consult.not_found", await person.Refused("Enter", theirs.Value, 0));
            Assert.Equal("consult.not_found", await person.Refused("Say", new NewMessage(Guid.NewGuid(), theirs.Value, "Hello")));
            Assert.Equal("consult.not_found", await person.Refused("Cancel", new OfConsult(Guid.NewGuid(), theirs.Value)));
            Assert.Equal("consult.not_seated", await person.Refused("Negotiate", new MediaOffer(theirs.Value, "v=0", [])));
            Assert.DoesNotContain(await person.Ask<IReadOnlyList<ConsultCard>>("MyConsults"), card => card.Id == theirs.Value);
        }

        Assert.Equal("consult.not_found", await patient.Refused("Open", new OfConsult(Guid.NewGuid(), theirs.Value)));
        Assert.Equal("consult.not_found", await clinician.Refused("Admit", new OfConsult(Guid.NewGuid(), theirs.Value)));
        Assert.Equal("consult.not_found", await clinician.Refused("End", new OfConsult(Guid.NewGuid(), theirs.Value)));
        Assert.DoesNotContain((await clinician.Ask<WaitingRoom>("WatchWaitingRoom")).InProgress, card => card.Id == theirs.Value);
        Assert.Equal(before, await Log());
    }

    private async Task<Guid> TheirEmergency()
    {
        var id = new EmergencyId(Guid.NewGuid());
        var place = new Place(Help.Scene, 10, LocationSource.Device, Note: null);
        await Host.Run<EmergencyCommand, Emergency, EmergencyEvent>(
            id.Value,
            new EmergencyCommand.RaiseEmergency(id, new PersonId(DemoPeople.Ana.Id), "chest-pain", "Pain", [], place, "+49 30 1234567"),
            _theirs);
        await Eventually.True(
            async () =>
                await Host.Rows("select 1 from emergencies.emergency where emergency_id = $1 and phase = 'unserved'", _ => 1, id.Value)
                    is [1],
            "nobody of theirs is left");
        return id.Value;
    }

    private async Task<long> Log() =>
        (await Host.Rows("select count(*) from event_store.event where tenant = $1", row => row.GetInt64(0), _theirs.Value)).Single();
}
