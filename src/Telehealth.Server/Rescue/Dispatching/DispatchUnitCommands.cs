using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>What dispatchers command a unit by itself, whatever it is sent to.</summary>
internal sealed class DispatchUnitCommands(UnitEntity unitEntities, UnitQueries units)
{
    public Task<Reply<UnitRow>> SetAvailability(Caller me, UnitAvailabilityChange availability, CancellationToken ct) => RunUnit(
        me, availability.CommandId, availability.UnitId,
        availability.Available ? new UnitCommand.Resume() : new UnitCommand.Pause(availability.Reason ?? string.Empty), ct);

    public Task<Reply<UnitRow>> AcknowledgeSilence(Caller me, SilenceAcknowledgement acknowledge, CancellationToken ct) => RunUnit(
        me, acknowledge.CommandId, acknowledge.UnitId, new UnitCommand.AcknowledgeSilence(new AlarmId(acknowledge.AlarmId)), ct);

    private async Task<Reply<UnitRow>> RunUnit(Caller me, Guid commandId, Guid unit, UnitCommand command, CancellationToken ct)
    {
        if ((await unitEntities.Execute(me.As(ActorKind.Dispatcher, commandId), unit, command, ct)).Refusal is { } refusal)
            return refusal;
        return await units.Row(me.Tenant, new UnitId(unit), ct) is { } row ? row : UnitRules.OffShift;
    }
}
