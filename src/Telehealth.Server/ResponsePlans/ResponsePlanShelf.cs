using Telehealth.Domain.ResponsePlans;
using Telehealth.Server.EventStore;
using PlansType = Telehealth.Server.EventStore.EntityType<
    Telehealth.Domain.ResponsePlans.ResponsePlanCommand, Telehealth.Domain.ResponsePlans.ResponsePlanBook, Telehealth.Domain.ResponsePlans.ResponsePlanEvent>;

namespace Telehealth.Server.ResponsePlans;

/// <summary>The response plans of each tenant: one stream a tenant, named by the tenant's own id.</summary>
internal sealed class ResponsePlanShelf(EntityStore store, PlansType type)
{
    public async Task<ResponsePlanBook> Of(TenantId tenant, CancellationToken ct) => (await store.Load(type, tenant, tenant.Value, ct)).State;
}
