using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Telehealth.Server.Platform.Cluster;

namespace Telehealth.Server.Platform.Live;

/// <summary>
/// A message of which only the newest value of each thing matters, such as positions: when one still waits for a connection, a newer one is
/// merged into it.
/// </summary>
/// <param name="Message">The name of the message.</param>
/// <param name="Merge">From the older arguments and the newer ones to those that say all that is so now. Pure.</param>
internal sealed record Conflation(Type Hub, string Message, Func<object?[], object?[], object?[]> Merge);

internal static partial class LiveLog
{
    [LoggerMessage(2201, LogLevel.Information, "Dropped a connection to {Hub} that did not take what it was told: {Reason}")]
    public static partial void ConnectionDropped(this ILogger log, string hub, string reason);

    [LoggerMessage(2202, LogLevel.Warning, "This node ends with {Connections} connections that did not go in time")]
    public static partial void NotMoved(this ILogger log, int connections);
}

internal static class LiveSetup
{
    /// <summary>
    /// Has every hub tell by outboxes. Call it after SignalR has been added: the framework's own way waits for the slowest connection.
    /// </summary>
    public static IServiceCollection AddLive(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LiveOptions>().Bind(configuration.GetSection("Live")).ValidateDataAnnotations()
            .Validate(options => options.Oldest > TimeSpan.Zero, "Live:Oldest must be above zero.").ValidateOnStart();
        services.AddSingleton<LiveMetrics>().AddSingleton<WideMetrics>().AddSingleton(typeof(HubGroups<>));
        services.TryAddSingleton<Drain>();
        services.AddSingleton<HubConnections>().AddSingleton<IDrained, ConnectionMoves>();
        services.AddOptions<SiloOptions>()
            .Validate(
                options => string.IsNullOrWhiteSpace(options.Redis) || RedisBackplane.IsAddress(options.Redis),
                "Cluster:Redis is not an address of Redis as StackExchange.Redis reads it, such as redis.example.org:6380,ssl=true.")
            .Validate(options => options.RedisQueue > 0, "Cluster:RedisQueue is above zero.")
            .Validate(options => options.RedisWithin > TimeSpan.Zero, "Cluster:RedisWithin is above zero.");
        return services.AddSingleton(typeof(HubLifetimeManager<>), typeof(OutboxLifetimeManager<>));
    }

    /// <summary>Lets a hub have groups whose members may be connected to any node: those of <see cref="WideGroup"/>.</summary>
    public static IServiceCollection AddWideGroups<THub>(this IServiceCollection services, IConfiguration configuration)
        where THub : Hub
    {
        services.AddSingleton<OutboxLifetimeManager<THub>>().AddSingleton<HubLifetimeManager<THub>, SplitLifetime<THub>>();
        services.AddSingleton<WideGroups<THub>>().AddSingleton<WideBus<THub>>();
        services.AddHostedService(provider => provider.GetRequiredService<WideBus<THub>>());
        return string.IsNullOrWhiteSpace(configuration[$"{SiloOptions.Section}:{nameof(SiloOptions.Redis)}"])
            ? services
            : services.AddRedis<THub>();
    }

    /// <summary>Of a message with one argument, that only the newest value of each thing in it matters.</summary>
    public static IServiceCollection AddConflation<THub, TContent>(
        this IServiceCollection services, string message, Func<TContent, TContent, TContent> merge)
        where THub : Hub =>
        services.AddSingleton(new Conflation(typeof(THub), message, (older, newer) => [merge((TContent)older[0]!, (TContent)newer[0]!)]));

    private static IServiceCollection AddRedis<THub>(this IServiceCollection services)
        where THub : Hub
    {
        services.TryAddSingleton<RedisBackplane>();
        services.AddSingleton<RedisReach<THub>>().AddSingleton<RedisGroups<THub>>().AddSingleton<RedisLine<THub>>();
        services.AddHostedService(provider => provider.GetRequiredService<RedisReach<THub>>());
        services.AddHostedService(provider => provider.GetRequiredService<RedisGroups<THub>>());
        services.AddHostedService(provider => provider.GetRequiredService<RedisLine<THub>>());
        services.AddHealthChecks().AddCheck<RedisGroups<THub>>("redis", tags: ["ready"]);
        return services;
    }
}
