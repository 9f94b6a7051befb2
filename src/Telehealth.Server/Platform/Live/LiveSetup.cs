using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.SignalR;

namespace Telehealth.Server.Platform.Live;

/// <summary>
/// A message of which only the newest value of each thing matters, such as positions: when one still waits for a connection, a newer one is
/// merged into it.
/// </summary>
/// <param name="Message">The name of the message.</param>
/// <param name="Merge">From the older arguments and the newer ones to those that say all that is so now. Pure.</param>
internal sealed record Conflation(Type Hub, string Message, Func<object?[], object?[], object?[]> Merge);

/// <summary>
/// Live connections and what they did not take, under the meter <c>Telehealth.Live</c>. Tags hold names of hubs and reasons only.
/// </summary>
internal sealed class LiveMetrics
{
    public const string MeterName = "Telehealth.Live";

    private readonly Counter<long> _dropped;
    private readonly UpDownCounter<long> _connections;
    private readonly Counter<long> _messages;

    public LiveMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        _dropped = meter.CreateCounter<long>(
            "telehealth.live.connections.dropped", "{connection}",
            "Connections dropped because they did not take what they were told, by hub and reason.");
        _connections = meter.CreateUpDownCounter<long>("telehealth.live.connections", "{connection}", "Live connections, by hub.");
        _messages = meter.CreateCounter<long>(
            "telehealth.live.messages", "{message}", "Messages put out for connections, one for each of them, by hub.");
    }

    public void Came(string hub) => _connections.Add(1, new KeyValuePair<string, object?>("hub", hub));

    public void Went(string hub) => _connections.Add(-1, new KeyValuePair<string, object?>("hub", hub));

    public void PutOut(string hub, int connections) => _messages.Add(connections, new KeyValuePair<string, object?>("hub", hub));

    /// <param name="reason"><c>full</c>, <c>slow</c> or <c>failed</c>.</param>
    public void Dropped(string hub, string reason) =>
        _dropped.Add(1, new KeyValuePair<string, object?>("hub", hub), new KeyValuePair<string, object?>("reason", reason));
}

internal static partial class LiveLog
{
    [LoggerMessage(2201, LogLevel.Information, "Dropped a connection to {Hub} that did not take what it was told: {Reason}")]
    public static partial void ConnectionDropped(this ILogger log, string hub, string reason);
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
        services.AddSingleton<LiveMetrics>();
        return services.AddSingleton(typeof(HubLifetimeManager<>), typeof(OutboxLifetimeManager<>));
    }

    /// <summary>Lets a hub tell groups whose members may be connected to any node: see <see cref="WideGroups{THub}"/>.</summary>
    public static IServiceCollection AddWideGroups<THub>(this IServiceCollection services)
        where THub : Hub =>
        services.AddSingleton<WideGroups<THub>>().AddHostedService(provider => provider.GetRequiredService<WideGroups<THub>>());

    /// <summary>Of a message with one argument, that only the newest value of each thing in it matters.</summary>
    public static IServiceCollection AddConflation<THub, TContent>(
        this IServiceCollection services, string message, Func<TContent, TContent, TContent> merge)
        where THub : Hub =>
        services.AddSingleton(new Conflation(typeof(THub), message, (older, newer) => [merge((TContent)older[0]!, (TContent)newer[0]!)]));
}
