using Microsoft.Extensions.Options;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.ResponsePlans;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>A unit that a dispatcher chose.</summary>
internal sealed record ManualAssignment(Guid CommandId, Guid EmergencyId, Guid UnitId, string Reason)
{
    /// <summary>True when it takes another one's place.</summary>
    public bool Replaces { get; init; }

    /// <summary>Whose place; the only one's when none is named.</summary>
    public Guid? Instead { get; init; }

    /// <summary>Whose patient it takes over on scene.</summary>
    public Guid? Relieves { get; init; }
}

/// <summary>What dispatchers command: each message is one command to one emergency, except a diversion, which concerns two.</summary>
internal sealed class DispatchCommands(
    EmergencyEntity emergencies, EmergencyRowQueries rows, UnitChooser chooser, ResponsePlanCache plans, IOptions<DispatchOptions> options,
    TimeProvider time)
{
    private static readonly Rejection Ambiguous =
        Rejection.Invalid("assignment.ambiguous", "Several units are on this emergency. Say which one is replaced.");
    private static readonly Rejection LevelsBeginWithOne = Rejection.NotNow("alarm_level.not_planned", "Alarm levels begin with 1.");

    public async Task<Reply<EmergencyRow>> Run(Caller me, Guid commandId, Guid emergency, EmergencyCommand command, CancellationToken ct)
    {
        if ((await emergencies.Execute(me.As(ActorKind.Dispatcher, commandId), emergency, command, ct)).Refusal is { } refusal)
            return refusal;
        return await rows.One(me.Tenant, emergency, ct) is { } row ? row : EmergencyRejections.NotFound;
    }

    public async Task<Reply<EmergencyRow>> Assign(Caller me, ManualAssignment manual, CancellationToken ct)
    {
        if (await OpenOne(me.Tenant, manual.EmergencyId, ct) is not { } open)
            return EmergencyRejections.NotFound;
        var unit = new UnitId(manual.UnitId);
        var instead = manual.Instead ?? (manual.Replaces && open.Assignments is [var only] ? only.Id.Value : null);
        if (manual.Replaces && instead is null && open.Assignments.Count > 1)
            return Ambiguous;
        var skills = open.Unmet.FirstOrDefault()?.Skills ?? open.Facts.TriagedSkills;
        var fastest = await chooser.Fastest(me.Tenant, open.Facts, skills, open.Facts.SaidNo, 1, ct);
        var assign = new EmergencyCommand.AssignByHand(
            new AssignmentId(DerivedId.OfCommand(me.PersonId, manual.CommandId, "assignment")), unit,
            await chooser.TravelOf(me.Tenant, unit, open.Facts, ct), options.Value.AnswerWithin, manual.Reason)
        {
            Instead = instead is { } id ? new AssignmentId(id) : null,
            Relieves = manual.Relieves is { } relieved ? new AssignmentId(relieved) : null,
            Recommended = fastest is [var first, ..] && first.Id != unit ? first.Id : null,
        };
        return await Run(me, manual.CommandId, manual.EmergencyId, assign, ct);
    }

    /// <summary>
    /// First the unit leaves its job, then it is offered the other. Whoever repeats a command that stopped in between gets the second half
    /// done: the first is answered from the log.
    /// </summary>
    public async Task<Reply<EmergencyRow>> Divert(Caller me, DiversionCommand diversion, CancellationToken ct)
    {
        if (await OpenOne(me.Tenant, diversion.ToEmergencyId, ct) is not { } to)
            return EmergencyRejections.NotFound;
        var (from, _) = await emergencies.Load(me.Tenant, diversion.EmergencyId, ct);
        var assignment = new AssignmentId(diversion.AssignmentId);
        var unit = from is Emergency.Open open && open.Find(assignment) is { } present ? present.Unit
            : EmergencyUnits.Ended(from, assignment);
        if (unit is not { } diverted)
            return EmergencyRejections.AssignmentOver;
        var divert = new EmergencyCommand.DivertUnit(assignment, to.Facts.Id, to.Facts.Priority, ByHand: true, diversion.Reason);
        var execution = await emergencies.Execute(me.As(ActorKind.Dispatcher, diversion.CommandId), diversion.EmergencyId, divert, ct);
        if (execution.Refusal is { } refusal)
            return refusal;
        var second = DerivedId.OfCommand(me.PersonId, diversion.CommandId, "diverted");
        return await Assign(me, new ManualAssignment(second, diversion.ToEmergencyId, diverted.Value, diversion.Reason), ct);
    }

    public async Task<Reply<EmergencyRow>> Reserve(Caller me, ReservationCommand reservation, CancellationToken ct)
    {
        if (await OpenOne(me.Tenant, reservation.EmergencyId, ct) is not { } open)
            return EmergencyRejections.NotFound;
        var unit = new UnitId(reservation.UnitId);
        var reserve = new EmergencyCommand.ReserveUnit(
            new AssignmentId(DerivedId.OfCommand(me.PersonId, reservation.CommandId, "assignment")), unit, Need: null, ByHand: true,
            await chooser.TravelOf(me.Tenant, unit, open.Facts, ct));
        return await Run(me, reservation.CommandId, reservation.EmergencyId, reserve, ct);
    }

    public async Task<Reply<EmergencyRow>> Strike(Caller me, AlarmStrike strike, CancellationToken ct)
    {
        if (strike.Level < 1)
            return LevelsBeginWithOne;
        var command = new EmergencyCommand.StrikeAlarm(strike.Level, await plans.Of(me.Tenant, ct));
        return await Run(me, strike.CommandId, strike.EmergencyId, command, ct);
    }

    /// <summary>By radio, so at this moment unless it is entered later: the server's clock stands for the device's.</summary>
    public async Task<Reply<EmergencyRow>> Report(Caller me, RadioReport report, CancellationToken ct)
    {
        var assignment = new AssignmentId(report.AssignmentId);
        if (await OpenOne(me.Tenant, report.EmergencyId, ct) is not { } open || open.Find(assignment) is not { } present)
            return EmergencyRejections.AssignmentOver;
        if (CorrectionRules.TimeProblem(report.DoneAt, time.GetUtcNow()) is { } problem)
            return problem;
        var doneAt = report.DoneAt ?? time.GetUtcNow();
        var command = new EmergencyCommand.ReportStatus(assignment, present.Epoch, present.Unit, report.Status, doneAt);
        return await Run(me, report.CommandId, report.EmergencyId, command, ct);
    }

    public async Task<Reply<EmergencyRow>> Note(Caller me, NewNote note, CancellationToken ct) =>
        CorrectionRules.TimeProblem(note.DoneAt, time.GetUtcNow()) is { } problem
            ? problem
            : await Run(me, note.CommandId, note.EmergencyId, new EmergencyCommand.AddNote(note.Text, note.DoneAt), ct);

    private async Task<Emergency.Open?> OpenOne(TenantId tenant, Guid emergency, CancellationToken ct) =>
        (await emergencies.Load(tenant, emergency, ct)).State as Emergency.Open;
}
