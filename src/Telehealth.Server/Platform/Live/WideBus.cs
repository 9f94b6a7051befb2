using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.Cluster;

namespace Telehealth.Server.Platform.Live;

/// <summary>
/// Letters between nodes by the bus, and what is done with each that this node hears, by whichever way: its connections are told once.
/// Any thread may call.
/// </summary>
internal sealed class WideBus<THub>(
    OutboxLifetimeManager<THub> here, IClusterBus bus, ClusterNodes nodes, IOptions<JsonHubProtocolOptions> wire, WideMetrics metrics)
    : IHostedService
    where THub : Hub
{
    private const int MostTellers = 64;

    private static readonly string Topic = $"live.{typeof(THub).Name.ToLowerInvariant()}";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LetterWindow> _heard = new(StringComparer.Ordinal);
    private IDisposable? _subscription;
    private long _number;

    public WideLetter Write(IReadOnlyList<string> groups, string message, object?[] arguments, IReadOnlyList<string> excluded) => new(
        groups, message,
        [.. arguments.Select(argument => JsonSerializer.SerializeToElement(argument, wire.Value.PayloadSerializerOptions))],
        excluded.Count == 0 ? null : excluded, nodes.Self, Interlocked.Increment(ref _number));

    /// <summary>Handed over when it returns.</summary>
    public async Task Tell(WideLetter letter)
    {
        metrics.Told(typeof(THub).Name, "bus");
        await bus.AnnounceToOthers(Topic, JsonSerializer.SerializeToUtf8Bytes(letter, wire.Value.PayloadSerializerOptions));
    }

    /// <summary>Tells this node's connections, unless they have been told before. Outboxes wait for nobody.</summary>
    public void Hear(WideLetter letter)
    {
        if (letter.From is { } from && !IsFirst(from, letter.Number))
            return;
        object?[] arguments = [.. letter.Arguments.Select(argument => (object?)argument)];
        if (letter.Excluded is not { Count: > 0 } excluded)
        {
            _ = here.SendGroupsAsync(letter.Groups, letter.Message, arguments);
            return;
        }
        foreach (var group in letter.Groups)
            _ = here.SendGroupExceptAsync(group, letter.Message, arguments, excluded);
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
        if (JsonSerializer.Deserialize<WideLetter>(payload.Span, wire.Value.PayloadSerializerOptions) is { } letter)
            Hear(letter);
    }

    private bool IsFirst(string from, long number)
    {
        lock (_lock)
        {
            if (!_heard.TryGetValue(from, out var window))
            {
                if (_heard.Count >= MostTellers)
                    ForgetWhoIsGone();
                _heard.Add(from, window = new LetterWindow());
            }
            return window.IsFirst(number);
        }
    }

    private void ForgetWhoIsGone()
    {
        foreach (var node in _heard.Keys.Except(nodes.Others, StringComparer.Ordinal).ToArray())
            _heard.Remove(node);
    }
}
