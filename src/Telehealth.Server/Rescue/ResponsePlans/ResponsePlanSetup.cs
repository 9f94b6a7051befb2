using Microsoft.AspNetCore.Mvc;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Rescue.ResponsePlans;

internal static class ResponsePlanSetup
{
    /// <summary>The most rows that there may be, each with all that it may hold.</summary>
    private const long LargestBook = 2 * 1024 * 1024;

    public static IServiceCollection AddResponsePlans(this IServiceCollection services)
    {
        services.AddEntity(ResponsePlanBook.Decider, ResponsePlanEntity.Events).AddSingleton<ResponsePlanEntity>();
        services.AddSingleton<ResponsePlanCache>();
        services.AddSingleton<ResponsePlanCommands>();
        return services;
    }

    public static void MapResponsePlans(this IEndpointRouteBuilder endpoints)
    {
        var plans = endpoints.MapGroup("/api/response-plans").Allow(Roles.Dispatcher, Roles.Admin);
        plans.MapGet("/", (HttpContext context, ResponsePlanCommands commands, CancellationToken cancellation) =>
            commands.Read(Caller.Of(context.User).Tenant, cancellation));
        plans.MapGet("/history", (HttpContext context, ResponsePlanCommands commands, CancellationToken cancellation) =>
            commands.History(Caller.Of(context.User).Tenant, cancellation));
        endpoints.MapPut("/api/response-plans", async (
            PlansPublication publication, HttpContext context, ResponsePlanCommands commands, CancellationToken cancellation) =>
            Problems.Answer(await commands.Publish(Caller.Of(context.User), publication, cancellation)))
            .Allow(Roles.Admin).WithMetadata(new RequestSizeLimitAttribute(LargestBook));
    }
}
