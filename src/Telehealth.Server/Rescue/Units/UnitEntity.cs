using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;
using static Telehealth.Domain.Rescue.Paramedics.UnitEvent;

namespace Telehealth.Server.Rescue.Units;

/// <summary>The handle of units, and the stored names of their events; a name is never changed.</summary>
internal sealed class UnitEntity(EntityRouter router, EntityType<UnitCommand, Unit, UnitEvent> type)
    : EntityHandle<UnitCommand, Unit, UnitEvent>(router, type)
{
    public static EventCatalogue Events { get; } = new EventCatalogue()
        .Add<ShiftStarted>("unit.shift_started.v1", nameof(ShiftStarted.Unit), nameof(ShiftStarted.Vehicle), nameof(ShiftStarted.Skills))
        .Add<UnitPaused>("unit.paused.v1")
        .Add<UnitResumed>("unit.resumed.v1")
        .Add<UnitPosted>("unit.posted.v1")
        .Add<UnitWentSilent>("unit.went_silent.v1", nameof(UnitWentSilent.Alarm), nameof(UnitWentSilent.Since))
        .Add<SilenceAcknowledged>("unit.silence_acknowledged.v1", nameof(SilenceAcknowledged.Alarm))
        .Add<SilenceEnded>("unit.silence_ended.v1", nameof(SilenceEnded.Because))
        .Add<ShiftEnded>("unit.shift_ended.v1");
}
