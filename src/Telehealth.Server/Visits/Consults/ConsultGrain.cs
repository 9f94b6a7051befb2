using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Visits.Consults;

/// <summary>A consult, as a grain.</summary>
[GrainType("consult")]
internal sealed class ConsultGrain(EntityLog log, EntityType<ConsultCommand, Consult, ConsultEvent> type, ActiveEntities here)
    : EntityGrain<ConsultCommand, Consult, ConsultEvent>(log, type, here);
