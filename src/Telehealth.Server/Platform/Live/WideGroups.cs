using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.Cluster;

namespace Telehealth.Server.Platform.Live;

/// <summary>
/// Tells groups of a hub whose members may be connected to any node: this node's at once, the others' by the bus, in the order in which one
/// node tells. For what is kept nowhere and said by one node alone. What is stored is told by each node to its own connections, from its
/// own tail of the log, and never here: it would be told as often as there are nodes. Any thread may tell, and nobody waits for a page or
/// a node. Whatever else spans nodes, such as a broker, would stand in here and nowhere else.
/// </summary>
internal sealed class WideGroups<THub>(
    HubLifetimeManager<THub> here, IClusterBus bus, IOptions<JsonHubProtocolOptions> wire) : IHostedService
    where THub : Hub
{
    private static readonly string Topic = $"live.{typeof(THub).Name.ToLowerInvariant()}";

    private IDisposable? _subscription;

    /// <param name="groups">A connection that is in several of them is told once.</param>
    /// <param name="message">The name of the message.</param>
    /// <param name="arguments">What it says.</param>
    /// <param name="except">A connection that is not told; null for none.</param>
    public async Task Tell(IReadOnlyList<string> groups, string message, object?[] arguments, string? except = null)
    {
        await TellHere(groups, message, arguments, except);
        if (bus.IsAlone)
            return;
        var json = wire.Value.PayloadSerializerOptions;
        var letter = new WideLetter(
            groups, message, [.. arguments.Select(argument => JsonSerializer.SerializeToElement(argument, json))], except);
        await bus.AnnounceToOthers(Topic, JsonSerializer.SerializeToUtf8Bytes(letter, json));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = bus.Subscribe(Topic, Hear);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _subscription?.Dispose();
        return Task.CompletedTask;
    }

    private void Hear(ReadOnlyMemory<byte> payload)
    {
        if (JsonSerializer.Deserialize<WideLetter>(payload.Span, wire.Value.PayloadSerializerOptions) is not { } letter)
            return;
        // Done when it returns: outboxes wait for nobody.
        _ = TellHere(letter.Groups, letter.Message, [.. letter.Arguments.Select(argument => (object?)argument)], letter.Except);
    }

    private Task TellHere(IReadOnlyList<string> groups, string message, object?[] arguments, string? except) =>
        except is null
            ? here.SendGroupsAsync(groups, message, arguments)
            : Task.WhenAll(groups.Select(group => here.SendGroupExceptAsync(group, message, arguments, [except])));
}

/// <summary>What is told on other nodes. What it says goes on as it was written.</summary>
internal sealed record WideLetter(IReadOnlyList<string> Groups, string Message, IReadOnlyList<JsonElement> Arguments, string? Except);
