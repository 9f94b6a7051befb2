using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Rescue.Emergencies;

/// <summary>An emergency, as a grain.</summary>
[GrainType("emergency")]
internal sealed class EmergencyGrain(EntityLog log, EntityType<EmergencyCommand, Emergency, EmergencyEvent> type, ActiveEntities here)
    : EntityGrain<EmergencyCommand, Emergency, EmergencyEvent>(log, type, here);
