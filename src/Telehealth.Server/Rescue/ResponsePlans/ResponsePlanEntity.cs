using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Rescue.ResponsePlans;

/// <summary>
/// The handle of response plans, and the stored names of their events; a name is never changed. Each tenant has one book of them, under the
/// tenant's own id.
/// </summary>
internal sealed class ResponsePlanEntity(EntityRouter router, EntityType<ResponsePlanCommand, ResponsePlanBook, ResponsePlanEvent> type)
    : EntityHandle<ResponsePlanCommand, ResponsePlanBook, ResponsePlanEvent>(router, type)
{
    public static EventCatalogue Events { get; } = new EventCatalogue()
        .Add<ResponsePlanEvent.ResponsePlansPublished>("plans.published.v1", nameof(ResponsePlanEvent.ResponsePlansPublished.Version));
}
