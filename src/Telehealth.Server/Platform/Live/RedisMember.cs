using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace Telehealth.Server.Platform.Live;

/// <summary>
/// This node as a member of the backplane's groups. The backplane writes to connections directly, past the outboxes with their limits and
/// their order; so it knows this one alone, which hands over what it is written.
/// </summary>
/// <param name="id">The name of the connection in Redis.</param>
/// <param name="json">The protocol as which it is written to.</param>
/// <param name="hear">Gets the name of the message and its one argument, which is its own only until it returns.</param>
internal sealed class RedisMember(string id, IHubProtocol json, Action<string, JsonElement> hear)
    : HubConnectionContext(new DefaultConnectionContext(id), new HubConnectionContextOptions(), NullLoggerFactory.Instance)
{
    private const byte EndOfMessage = 0x1e;

    public override ValueTask WriteAsync(SerializedHubMessage message, CancellationToken cancellationToken = default)
    {
        using var written = JsonDocument.Parse(message.GetSerializedMessage(json).TrimEnd(EndOfMessage));
        hear(written.RootElement.GetProperty("target").GetString()!, written.RootElement.GetProperty("arguments")[0]);
        return ValueTask.CompletedTask;
    }

    /// <summary>Nobody writes to it but by Redis.</summary>
    public override ValueTask WriteAsync(HubMessage message, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}
