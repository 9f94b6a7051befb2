using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Units;
using EmergencyType = Telehealth.Server.Platform.EventStore.EntityType<
    Telehealth.Domain.Rescue.Emergencies.EmergencyCommand, Telehealth.Domain.Rescue.Emergencies.Emergency, Telehealth.Domain.Rescue.Emergencies.EmergencyEvent>;
using UnitType = Telehealth.Server.Platform.EventStore.EntityType<
    Telehealth.Domain.Rescue.Paramedics.UnitCommand, Telehealth.Domain.Rescue.Paramedics.Unit, Telehealth.Domain.Rescue.Paramedics.UnitEvent>;

namespace Telehealth.Server.Rescue.Paramedics;

/// <summary>What a crew can do, whether by a device of its own or simulated in demo mode.</summary>
internal sealed class CrewDesk(EntityStore store, UnitType unitType, EmergencyType emergencyType, UnitQueries units, JobQueries jobs, TimeProvider time)
{
    private static readonly Rejection VehicleUnknown = Rejection.NotFound("vehicle.not_found", "This vehicle does not exist.");
    private static readonly Rejection HasJob =
        Rejection.NotNow("unit.has_job", "A job is still yours. Finish it, or ask dispatch to stand you down.");

    private static readonly Rejection JobUnknown = EmergencyRejections.AssignmentOver with { Text = "This job is not yours; nothing was written down." };

    public Task<UnitId?> UnitOf(Caller crew, CancellationToken ct) => units.UnitOfPerson(crew.Tenant, new PersonId(crew.PersonId), ct);

    public async Task<UnitDesk> Desk(Caller crew, CancellationToken ct)
    {
        var unit = await UnitOf(crew, ct);
        var row = unit is { } id ? await units.Row(crew.Tenant, id, ct) : null;
        var job = unit is { } bound ? await jobs.Live(crew.Tenant, bound, ct) : null;
        var free = row is null ? await units.FreeVehicles(crew.Tenant, ct) : [];
        return new UnitDesk(row, job, [.. free.Select(vehicle => new Vehicle(vehicle.Id, vehicle.CallSign, UnitQueries.SkillNames(vehicle.Skills)))], time.GetUtcNow());
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

    public async Task<Reply<JobView>> Answer(
        Caller crew, Guid commandId, Guid emergency, Guid assignment, Func<UnitId, EmergencyCommand> command, CancellationToken ct)
    {
        if (await UnitConcerned(crew, ct) is not { } unit)
            return UnitPositions.ShiftIsOver;
        var execution = await store.Execute(emergencyType, emergency, command(unit), ContextOf(crew, commandId), ct);
        if (execution is Execution<Emergency>.Refused refused)
            return refused.Rejection.Is(EmergencyRejections.NotFound) ? EmergencyRejections.OfferOver : refused.Rejection;
        return await jobs.OfAssignment(crew.Tenant, unit, assignment, ct) is { } job ? job : EmergencyRejections.OfferOver;
    }

    /// <summary>By the crew that has or had the job: one that was only asked has nothing to tell of it.</summary>
    public async Task<Reply<Done>> AddNote(Caller crew, CrewNote note, CancellationToken ct)
    {
        var job = await jobs.Involvement(crew.Tenant, note.AssignmentId, ct);
        if (job is not { WasTaken: true } || job.Emergency != note.EmergencyId || await UnitConcerned(crew, ct) != job.Unit)
            return JobUnknown;
        var execution = await store.Execute(emergencyType, job.Emergency, new EmergencyCommand.AddNote(note.Text, note.DeviceTime), ContextOf(crew, note.CommandId), ct);
        return execution is Execution<Emergency>.Refused refused ? refused.Rejection : Done.Value;
    }

    /// <summary>
    /// A device that never heard the answer to its last command sends it again, perhaps after the shift has ended: it gets the first answer,
    /// and the rules refuse whatever would be new.
    /// </summary>
    private Task<UnitId?> UnitConcerned(Caller crew, CancellationToken ct) => units.LastUnitOfPerson(crew.Tenant, new PersonId(crew.PersonId), ct);

    private async Task<Reply<UnitRow>> Run(Caller crew, Guid commandId, UnitId unit, UnitCommand command, CancellationToken ct)
    {
        var execution = await store.Execute(unitType, unit.Value, command, ContextOf(crew, commandId), ct);
        if (execution is Execution<Unit>.Refused refused)
            return refused.Rejection;
        return await units.Row(crew.Tenant, unit, ct) is { } row ? row : UnitPositions.ShiftIsOver;
    }

    private static CommandContext ContextOf(Caller crew, Guid commandId) =>
        new(crew.Tenant, new CommandId(commandId), crew.ToActor(ActorKind.Paramedic));
}
