using Telehealth.Domain.ResponsePlans;
using Telehealth.Server.EventStore;

namespace Telehealth.Server.ResponsePlans;

internal static class ResponsePlanSetup
{
    public static IServiceCollection AddResponsePlans(this IServiceCollection services)
    {
        services.AddEntity(ResponsePlanBook.Decider, Events);
        services.AddSingleton<ResponsePlanShelf>();
        return services;
    }

    public static EventCatalogue Events { get; } = new EventCatalogue().Add<ResponsePlanEvent.ResponsePlansPublished>("plans.published.v1");
}
