using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Rescue.ResponsePlans;

/// <summary>A tenant's book of response plans, as a grain.</summary>
[GrainType("plans")]
internal sealed class ResponsePlanGrain(
    EntityLog log, EntityType<ResponsePlanCommand, ResponsePlanBook, ResponsePlanEvent> type, ActiveEntities here)
    : EntityGrain<ResponsePlanCommand, ResponsePlanBook, ResponsePlanEvent>(log, type, here);
