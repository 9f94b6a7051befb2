using Microsoft.Extensions.Options;
using Telehealth.Dispatch.Cities;
using Telehealth.Dispatch.FleetCoverage;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>Where idle units may wait: those of the configuration, else the demo city's.</summary>
internal sealed record PostList(IReadOnlyList<Post> All)
{
    public static PostList Load(IServiceProvider services)
    {
        var configured = services
            .GetRequiredService<IOptions<DispatchOptions>>()
            .Value.Posts.Select(entry => entry.ToPost())
            .OfType<Post>()
            .ToList();
        return configured.Count > 0
            ? new PostList(configured)
            : new PostList(services.GetService<City>() is { } city ? [.. city.Posts.Select(post => new Post(post.Name, post.Place))] : []);
    }
}
