using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Domain.Triage;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Sql;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.ResponsePlans;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.EventStore;

/// <summary>Consults and emergencies in which every kind of event comes to pass.</summary>
internal sealed class WholeHistory(StoreNode node, SteppedTime time)
{
    private static readonly PersonId Patient = new(Guid.NewGuid());
    private static readonly PersonId Clinician = new(Guid.NewGuid());

    public async Task Live()
    {
        await LiveThroughConsults();
        await LiveThroughEmergencies();
    }

    private async Task LiveThroughConsults()
    {
        var asked = new ConsultId(Guid.NewGuid());
        var guest = new ParticipantId(Guid.NewGuid());
        var other = new ParticipantId(Guid.NewGuid());
        await Consult(asked, new ConsultCommand.AskForConsult(asked, Patient, "A rash"));
        await Consult(asked, new ConsultCommand.ChangeReason(Patient, "A rash at the neck"));
        await Consult(asked, new ConsultCommand.AdmitPatient(Clinician));
        await Consult(asked, new ConsultCommand.TakeSeat(new ParticipantId(Patient.Value), GuestName: null));
        await Consult(asked, new ConsultCommand.Say(new ParticipantId(Patient.Value), "Good morning"));
        await Consult(asked, new ConsultCommand.Say(new ParticipantId(Patient.Value), "To somebody else"));
        await Consult(asked, new ConsultCommand.WithdrawMessage(new ParticipantId(Patient.Value), Number: 6));
        await Consult(
            asked,
            new ConsultCommand.InviteGuest(Clinician, guest, "Interpreter", ParticipantRole.Interpreter, HashOf(1), TimeSpan.FromHours(4)));
        await Consult(
            asked, new ConsultCommand.InviteGuest(Clinician, other, "Sister", ParticipantRole.Relative, HashOf(2), TimeSpan.FromHours(4)));
        await Consult(asked, new ConsultCommand.TakeSeat(guest, "Iris"));
        await Consult(asked, new ConsultCommand.Say(guest, "Hello"));
        await RuleTheRoom(asked, guest, other);
        await Consult(asked, new ConsultCommand.RevokeGuestLink(Clinician, guest));
        await Consult(asked, new ConsultCommand.EndConsult(Clinician));
        var booked = new ConsultId(Guid.NewGuid());
        await Consult(
            booked, new ConsultCommand.BookConsult(booked, Patient, Clinician, DateTimeOffset.UtcNow.AddMinutes(10), "Follow-up"));
        await Consult(booked, new ConsultCommand.OpenBookedConsult(Patient));
        await Consult(booked, new ConsultCommand.CancelConsult(Patient));
        var waiting = new ConsultId(Guid.NewGuid());
        await Consult(waiting, new ConsultCommand.AskForConsult(waiting, Patient, "A cough"));
        await Consult(waiting, new ConsultCommand.AdmitPatient(Clinician));
        await Consult(waiting, new ConsultCommand.ReturnToWaitingRoom(Clinician, ReturnReason.PatientAbsent));
    }

    private async Task RuleTheRoom(ConsultId consult, ParticipantId muted, ParticipantId removed)
    {
        await Consult(consult, new ConsultCommand.TakeSeat(removed, "Sue"));
        await Consult(consult, new ConsultCommand.MuteParticipant(Clinician, muted, MediaSource.Microphone, IsMuted: true));
        await Consult(consult, new ConsultCommand.MuteParticipant(Clinician, muted, MediaSource.Microphone, IsMuted: false));
        await Consult(consult, new ConsultCommand.LockRoom(Clinician, IsLocked: true));
        await Consult(consult, new ConsultCommand.LockRoom(Clinician, IsLocked: false));
        await Consult(consult, new ConsultCommand.RemoveParticipant(Clinician, removed));
    }

    private async Task LiveThroughEmergencies()
    {
        var first = await Shift("A11");
        var second = await Shift("A12");
        await Do<UnitCommand, Unit, UnitEvent>(first.Value, new UnitCommand.Pause("Refuelling"));
        await Do<UnitCommand, Unit, UnitEvent>(first.Value, new UnitCommand.Resume());
        await Do<UnitCommand, Unit, UnitEvent>(first.Value, new UnitCommand.SendToPost("Post Weir", Help.North(500)));
        await LiveThroughSilence(second);
        var served = await Raise();
        await Emergency(
            served, new EmergencyCommand.ImproveLocation(Patient, new Place(Help.North(50), null, LocationSource.Map, "Back door")));
        await Emergency(served, new EmergencyCommand.ChangePriority(Priority.Urgent, "Calmer"));
        await Emergency(served, new EmergencyCommand.AddNote("The dog is locked away."));
        await Decline(served, await Offer(served, first), first);
        await Emergency(served, new EmergencyCommand.ExpireOffer(await Offer(served, second, TimeSpan.FromMilliseconds(-1))));
        var alarm = new AlarmId(Guid.NewGuid());
        await Emergency(served, new EmergencyCommand.DeclareUnitsExhausted(alarm));
        await Emergency(served, new EmergencyCommand.AcknowledgeAlarm(alarm));
        await Emergency(served, new EmergencyCommand.SearchAgain(AlsoThoseWhoSaidNo: true));
        await Offer(served, first);
        var byHand = new AssignmentId(Guid.NewGuid());
        await Emergency(served, new EmergencyCommand.AssignByHand(byHand, second, Travel: null, TimeSpan.FromMinutes(1), "By hand"));
        await Emergency(served, new EmergencyCommand.AcceptOffer(byHand, 4, second, DateTimeOffset.UtcNow));
        await Emergency(served, new EmergencyCommand.ReportUnitSilent(
            new AlarmId(Guid.NewGuid()), byHand, DateTimeOffset.UtcNow.AddMinutes(-5), TimeSpan.FromMinutes(3)));
        await Emergency(served, new EmergencyCommand.ReportHospitalNotTold(new AlarmId(Guid.NewGuid()), byHand, first, "North Hospital"));
        await Emergency(
            served, new EmergencyCommand.EnterHospitalRung(new NoticeId(Guid.NewGuid()), byHand, first, "North Hospital", IsComing: true));
        var last = new AssignmentId(Guid.NewGuid());
        await Emergency(
            served, new EmergencyCommand.AssignByHand(last, first, Travel: null, TimeSpan.FromMinutes(1), "Nearer") { Instead = byHand });
        time.Step(TimeSpan.FromSeconds(31));
        await Emergency(served, new EmergencyCommand.PageAgain(last));
        await Emergency(served, new EmergencyCommand.AcceptOffer(last, 5, first, DateTimeOffset.UtcNow));
        await Emergency(
            served, new EmergencyCommand.ChooseHospital(last, first, "north", "North Hospital", Travel: null, Recommended: null));
        await Emergency(served, new EmergencyCommand.ReportStatus(last, 5, first, AssignmentStatus.OnScene, DateTimeOffset.UtcNow));
        await Emergency(served, new EmergencyCommand.ReportStatus(last, 5, first, AssignmentStatus.Clear, DateTimeOffset.UtcNow));
        await Emergency(await Raise(), new EmergencyCommand.CancelEmergency(Patient: null, "Called by mistake"));
        await LiveThroughAResponse(first, second);
        await LiveThroughCorrections(first);
        await Offer(await Raise(), second);
        await Do<UnitCommand, Unit, UnitEvent>(first.Value, new UnitCommand.EndShift());
    }

    private async Task LiveThroughSilence(UnitId unit)
    {
        var alarm = new AlarmId(Guid.NewGuid());
        await Do<UnitCommand, Unit, UnitEvent>(unit.Value, SilentNow(alarm));
        await Do<UnitCommand, Unit, UnitEvent>(unit.Value, new UnitCommand.AcknowledgeSilence(alarm));
        await Do<UnitCommand, Unit, UnitEvent>(unit.Value, new UnitCommand.EndSilence(SilenceEnd.HeardAgain));
        await Do<UnitCommand, Unit, UnitEvent>(unit.Value, SilentNow(new AlarmId(Guid.NewGuid())));
    }

    private static UnitCommand.ReportSilent SilentNow(AlarmId alarm) =>
        new(
            alarm, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddMinutes(-5), TimeSpan.FromMinutes(3),
            BackForAtLeast: TimeSpan.FromHours(1));

    private async Task LiveThroughAResponse(UnitId first, UnitId second)
    {
        var large = new EmergencyId(Guid.NewGuid());
        var place = new Place(Help.Scene, 12, LocationSource.Device, "Third floor");
        var raise = new EmergencyCommand.RaiseEmergency(large, Patient: null, "unconscious", "Fell", [], place, "+49 30 1234567");
        await Emergency(large, raise with { Plans = ResponsePlanBook.Standard });
        await Emergency(large, new EmergencyCommand.WithdrawNeed(2, "One is enough"));
        await Emergency(large, new EmergencyCommand.ReportAnswerOverdue(new AlarmId(Guid.NewGuid()), After: TimeSpan.Zero));
        await Emergency(large, new EmergencyCommand.ReportDispatchStalled(new AlarmId(Guid.NewGuid())));
        await Emergency(large, new EmergencyCommand.AskForWelfare(new AlarmId(Guid.NewGuid()), Every: TimeSpan.Zero));
        var kept = new AssignmentId(Guid.NewGuid());
        await Emergency(large, new EmergencyCommand.ReserveUnit(kept, first, Need: null, ByHand: true, Travel: null));
        await Emergency(large, new EmergencyCommand.ReleaseReservation(kept, "Not needed"));
        var again = new AssignmentId(Guid.NewGuid());
        await Emergency(large, new EmergencyCommand.ReserveUnit(again, first, Need: null, ByHand: false, Travel: null));
        await Emergency(large, new EmergencyCommand.OfferReservation(again, TimeSpan.FromMinutes(1)));
        await Emergency(large, new EmergencyCommand.AcceptOffer(again, 2, first, DateTimeOffset.UtcNow));
        await Emergency(large, new EmergencyCommand.ReportStatus(again, 2, first, AssignmentStatus.OnScene, DateTimeOffset.UtcNow));
        var relief = new AssignmentId(Guid.NewGuid());
        await Emergency(
            large, new EmergencyCommand.AssignByHand(relief, second, Travel: null, TimeSpan.FromMinutes(1), "Relief") { Relieves = again });
        await Emergency(large, new EmergencyCommand.AcceptOffer(relief, 3, second, DateTimeOffset.UtcNow));
        await Emergency(large, new EmergencyCommand.ReportStatus(relief, 3, second, AssignmentStatus.OnScene, DateTimeOffset.UtcNow));
        await Emergency(large, new EmergencyCommand.CancelEmergency(Patient: null, "Over"));
        var left = await Raise();
        var taken = await Offer(left, second);
        await Emergency(left, new EmergencyCommand.AcceptOffer(taken, 1, second, DateTimeOffset.UtcNow));
        await Emergency(left, new EmergencyCommand.DivertUnit(taken, large, Priority.LifeThreatening, ByHand: true, "Needed elsewhere"));
        await Refused(left, new EmergencyCommand.ReportStatus(taken, 1, second, AssignmentStatus.OnScene, DateTimeOffset.UtcNow));
        await Emergency(left, new EmergencyCommand.CancelEmergency(Patient: null, "Over"));
        await Do<ResponsePlanCommand, ResponsePlanBook, ResponsePlanEvent>(
            StoreNode.Tenant.Value, new ResponsePlanCommand.PublishPlans(0, ResponsePlanBook.Standard.Plans, "As before"));
    }

    private async Task LiveThroughCorrections(UnitId unit)
    {
        var help = new EmergencyId(Guid.NewGuid());
        var raise = new EmergencyCommand.RaiseEmergency(
            help, Patient, "chest-pain", string.Empty, [], Place.NotKnown, CallbackNumber: null);
        await Emergency(help, raise with { Plans = ResponsePlanBook.Standard });
        await Emergency(help, new EmergencyCommand.ReportPlaceMissing(new AlarmId(Guid.NewGuid()), After: TimeSpan.Zero));
        await Emergency(help, new EmergencyCommand.ReportNobodyPresent(new AlarmId(Guid.NewGuid()), After: TimeSpan.Zero));
        await Emergency(
            help, new EmergencyCommand.ImproveLocation(Patient, new Place(null, null, LocationSource.Caller, "Behind the bakery")));
        await Emergency(
            help,
            new EmergencyCommand.GiveDetails(
                Patient, "fall", "From a ladder", [new TriageAnswer("conscious", Answer.Yes), new TriageAnswer("breathing", Answer.Yes)],
                "0501234567")
            {
                Plans = ResponsePlanBook.Standard,
            });
        var job = new AssignmentId(Guid.NewGuid());
        await Emergency(help, new EmergencyCommand.AssignByHand(job, unit, Travel: null, TimeSpan.FromMinutes(1), "Knows the bakery"));
        await Emergency(help, new EmergencyCommand.AcceptOffer(job, 1, unit, DateTimeOffset.UtcNow));
        await Emergency(
            help,
            new EmergencyCommand.CorrectEmergency(
                new Correction(new Place(Help.North(80), null, LocationSource.Map, null), string.Empty, "unwell", 4),
                "The other end of the lane")
            {
                Plans = ResponsePlanBook.Standard,
            });
        await Emergency(help, new EmergencyCommand.AddCaller("110", "I see them too", DateTimeOffset.UtcNow.AddMinutes(-2)));
        await Emergency(help, new EmergencyCommand.SeeChanges(job, unit, 9));
        await Emergency(help, new EmergencyCommand.CancelEmergency(Patient: null, "By mistake"));
        await Emergency(help, new EmergencyCommand.ReopenEmergency("By mistake", TimeSpan.FromMinutes(15)));
        await Emergency(help, new EmergencyCommand.CancelEmergency(Patient: null, "Over"));
    }

    private async Task Refused(EmergencyId emergency, EmergencyCommand command) =>
        Assert.NotNull((await Execute<EmergencyCommand, Emergency, EmergencyEvent>(emergency.Value, command)).Refusal);

    private async Task<UnitId> Shift(string callSign)
    {
        var unit = new UnitId(Guid.NewGuid());
        await Do<UnitCommand, Unit, UnitEvent>(
            unit.Value,
            new UnitCommand.StartShift(
                unit, Guid.NewGuid(), callSign, [new PersonId(Guid.NewGuid()), new PersonId(Guid.NewGuid())],
                Skills.Basic | Skills.Advanced));
        return unit;
    }

    private async Task<EmergencyId> Raise()
    {
        var id = new EmergencyId(Guid.NewGuid());
        var place = new Place(Help.Scene, 12, LocationSource.Device, "Third floor");
        await Emergency(
            id,
            new EmergencyCommand.RaiseEmergency(
                id, Patient, "chest-pain", "Pain", [new TriageAnswer("breathing", Answer.Yes)], place, "+49 30 1234567"));
        return id;
    }

    private async Task<AssignmentId> Offer(EmergencyId emergency, UnitId unit, TimeSpan? within = null)
    {
        var assignment = new AssignmentId(Guid.NewGuid());
        var travel = new Travel(TimeSpan.FromSeconds(90), Telehealth.Domain.Geo.Distance.FromMetres(1_200), "roads");
        await Emergency(
            emergency, new EmergencyCommand.OfferUnits([new UnitOffer(assignment, unit, 1, travel)], within ?? TimeSpan.FromMinutes(1)));
        return assignment;
    }

    private Task Decline(EmergencyId emergency, AssignmentId offer, UnitId unit) =>
        Emergency(emergency, new EmergencyCommand.DeclineOffer(offer, 1, unit, "Vehicle fault", DateTimeOffset.UtcNow));

    private Task Consult(ConsultId consult, ConsultCommand command) => Do<ConsultCommand, Consult, ConsultEvent>(consult.Value, command);

    private Task Emergency(EmergencyId emergency, EmergencyCommand command) =>
        Do<EmergencyCommand, Emergency, EmergencyEvent>(emergency.Value, command);

    /// <summary>Each step must happen, or the log would lack what it is there for.</summary>
    private async Task Do<TCommand, TState, TEvent>(Guid stream, TCommand command)
        where TCommand : notnull
        where TState : notnull
        where TEvent : notnull
    {
        AssertCrosses(command);
        Assert.NotEmpty((await Execute<TCommand, TState, TEvent>(stream, command)).Outcome!.Events);
    }

    private async Task<Execution> Execute<TCommand, TState, TEvent>(Guid stream, TCommand command)
        where TState : notnull
        where TEvent : notnull
    {
        var executed = await node.Log.Execute(
            node.Get<EntityType<TCommand, TState, TEvent>>(), stream, command,
            new CommandContext(StoreNode.Tenant, new CommandId(Guid.NewGuid()), StoreNode.Cook), known: null, CancellationToken.None);
        return executed.Answer;
    }

    /// <summary>An entity may be on another node: what is asked of it goes there as JSON and must say the same.</summary>
    private static void AssertCrosses(object command)
    {
        var sent = JsonSerializer.Serialize(command, command.GetType(), EventJson.Options);
        var received = JsonSerializer.Deserialize(sent, command.GetType(), EventJson.Options);
        Assert.Equal(sent, JsonSerializer.Serialize(received, command.GetType(), EventJson.Options));
    }

    private static string HashOf(byte number) => Convert.ToBase64String(Enumerable.Repeat(number, 32).ToArray());
}

/// <summary>The machine's time, and what a test has let pass.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private TimeSpan _stepped;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _stepped;

    public void Step(TimeSpan passed) => _stepped += passed;
}
