using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Rescue.Units;

/// <summary>A unit, with its crew and their shift, as a grain.</summary>
[GrainType("unit")]
internal sealed class UnitGrain(EntityLog log, EntityType<UnitCommand, Unit, UnitEvent> type, ActiveEntities here)
    : EntityGrain<UnitCommand, Unit, UnitEvent>(log, type, here);
