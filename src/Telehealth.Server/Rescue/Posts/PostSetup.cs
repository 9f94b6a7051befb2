using Telehealth.Server.Platform.Access;

namespace Telehealth.Server.Rescue.Posts;

internal static class PostSetup
{
    public static IServiceCollection AddPosts(this IServiceCollection services)
    {
        services.AddSingleton<PostDemand>().AddSingleton<PostSuggestions>().AddSingleton<PostCommands>();
        return services;
    }

    public static void MapPosts(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/posts/suggestions", (HttpContext context, PostSuggestions suggestions, CancellationToken cancellation) =>
            suggestions.Suggest(Caller.Of(context.User).Tenant, cancellation)).Allow(Roles.Dispatcher).Costly();
        endpoints.MapPost("/api/posts/moves", async (
            PostCommand command, HttpContext context, PostCommands commands, CancellationToken cancellation) =>
            Problems.Answer(await commands.Send(Caller.Of(context.User), command, cancellation))).Allow(Roles.Dispatcher);
    }
}
