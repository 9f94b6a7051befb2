using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Paramedics;

/// <summary>What a crew can do, whether by a device of its own or simulated in demo mode.</summary>
internal sealed class CrewCommands(
    UnitEntity unitEntities, EmergencyEntity emergencies, UnitQueries units, JobQueries jobs, ParamedicMetrics metrics, TimeProvider time)
{
    private static readonly Rejection VehicleUnknown = Rejection.NotFound("vehicle.not_found", "This vehicle does not exist.");
    private static readonly Rejection HasJob =
        Rejection.NotNow("unit.has_job", "A job is still yours. Finish it, or ask dispatch to stand you down.");

    private static readonly Rejection JobUnknown = EmergencyRejections.AssignmentOver with
    {
        Text = "This job is not yours; nothing was written down.",
    };

    public Task<UnitId?> UnitOf(Caller crew, CancellationToken ct) => units.UnitOfPerson(crew.Tenant, new PersonId(crew.PersonId), ct);

    public async Task<UnitDesk> Desk(Caller crew, CancellationToken ct)
    {
        var unit = await UnitOf(crew, ct);
        var row = unit is { } id ? await units.Row(crew.Tenant, id, ct) : null;
        var job = unit is { } bound ? await jobs.Live(crew.Tenant, bound, ct) : null;
        var free = row is null ? await units.FreeVehicles(crew.Tenant, ct) : [];
        return new UnitDesk(
            row, job, [.. free.Select(vehicle => new Vehicle(vehicle.Id, vehicle.CallSign, UnitQueries.SkillNames(vehicle.Skills)))],
            time.GetUtcNow());
    }

    public async Task<Reply<UnitRow>> StartShift(Caller crew, Guid commandId, Guid vehicleId, CancellationToken ct)
    {
        if (await units.Vehicle(crew.Tenant, vehicleId, ct) is not { } vehicle)
            return VehicleUnknown;
        var unit = new UnitId(DerivedId.OfCommand(crew.PersonId, commandId, "unit"));
        var start = new UnitCommand.StartShift(unit, vehicle.Id, vehicle.CallSign, [new PersonId(crew.PersonId)], vehicle.Skills);
        return await Run(crew, commandId, unit, start, ct);
    }

    public async Task<Reply<UnitRow>> Change(Caller crew, Guid commandId, UnitCommand command, CancellationToken ct)
    {
        if (await UnitConcerned(crew, ct) is not { } unit)
            return UnitPositions.ShiftIsOver;
        var changed = await Run(crew, commandId, unit, command, ct);
        return changed.Error?.Rejection.Is(EmergencyRejections.UnitBoundOrOffShift) is true
            ? HasJob
            : changed;
    }

    public Task<Reply<JobView>> Accept(Caller crew, OfferAcceptance accept, CancellationToken ct) => Answer(
        crew, accept.CommandId, accept.EmergencyId, accept.AssignmentId,
        unit => new EmergencyCommand.AcceptOffer(new AssignmentId(accept.AssignmentId), accept.Epoch, unit, accept.DeviceTime), ct);

    public Task<Reply<JobView>> Decline(Caller crew, OfferRefusal decline, CancellationToken ct) => Answer(
        crew, decline.CommandId, decline.EmergencyId, decline.AssignmentId,
        unit => new EmergencyCommand.DeclineOffer(
            new AssignmentId(decline.AssignmentId), decline.Epoch, unit, decline.Reason, decline.DeviceTime),
        ct);

    public Task<Reply<JobView>> Report(Caller crew, StatusReport report, CancellationToken ct) => Answer(
        crew, report.CommandId, report.EmergencyId, report.AssignmentId,
        unit => new EmergencyCommand.ReportStatus(
            new AssignmentId(report.AssignmentId), report.Epoch, unit, report.Status, report.DeviceTime),
        ct);

    public Task<Reply<JobView>> SeeChanges(Caller crew, SeenChanges seen, CancellationToken ct) => Answer(
        crew, seen.CommandId, seen.EmergencyId, seen.AssignmentId,
        unit => new EmergencyCommand.SeeChanges(new AssignmentId(seen.AssignmentId), unit, seen.Version), ct);

    private async Task<Reply<JobView>> Answer(
        Caller crew, Guid commandId, Guid emergency, Guid assignment, Func<UnitId, EmergencyCommand> command, CancellationToken ct)
    {
        if (await UnitConcerned(crew, ct) is not { } unit)
            return UnitPositions.ShiftIsOver;
        var execution = await emergencies.Execute(crew.As(ActorKind.Paramedic, commandId), emergency, command(unit), ct);
        if (execution.Refusal is { } refusal)
            return refusal.Is(EmergencyRejections.NotFound) ? EmergencyRejections.OfferOver : refusal;
        if (await jobs.OfAssignment(crew.Tenant, unit, assignment, ct) is not { } job)
            return EmergencyRejections.OfferOver;
        if (execution.Outcome is { WasRepeated: false } done
            && done.Events.OfType<EmergencyEvent.OfferAccepted>().FirstOrDefault() is { } taken)
            metrics.Accepted(taken.At - job.OfferedAt);
        return job;
    }

    /// <summary>By the crew that has or had the job: one that was only asked has nothing to tell of it.</summary>
    public async Task<Reply<Done>> AddNote(Caller crew, CrewNote note, CancellationToken ct)
    {
        var job = await jobs.Involvement(crew.Tenant, note.AssignmentId, ct);
        if (job is not { WasTaken: true } || job.Emergency != note.EmergencyId || await UnitConcerned(crew, ct) != job.Unit)
            return JobUnknown;
        var add = new EmergencyCommand.AddNote(note.Text, note.DeviceTime);
        var execution = await emergencies.Execute(crew.As(ActorKind.Paramedic, note.CommandId), job.Emergency, add, ct);
        return execution.Refusal is { } refusal ? refusal : Done.Value;
    }

    /// <summary>
    /// A device that never heard the answer to its last command sends it again, perhaps after the shift has ended: it gets the first
    /// answer, and the rules refuse whatever would be new.
    /// </summary>
    private Task<UnitId?> UnitConcerned(Caller crew, CancellationToken ct) =>
        units.LastUnitOfPerson(crew.Tenant, new PersonId(crew.PersonId), ct);

    private async Task<Reply<UnitRow>> Run(Caller crew, Guid commandId, UnitId unit, UnitCommand command, CancellationToken ct)
    {
        var execution = await unitEntities.Execute(crew.As(ActorKind.Paramedic, commandId), unit.Value, command, ct);
        if (execution.Refusal is { } refusal)
            return refusal;
        return await units.Row(crew.Tenant, unit, ct) is { } row ? row : UnitPositions.ShiftIsOver;
    }
}
