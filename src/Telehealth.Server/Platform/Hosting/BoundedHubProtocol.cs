using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Telehealth.Server.Platform.Hosting;

/// <summary>
/// The JSON protocol with a word for whoever sends too much. The framework ends such a connection too, but with a text that says nothing:
/// of all exceptions it passes on only a <see cref="HubException"/>'s message.
/// </summary>
internal sealed class BoundedHubProtocol(IHubProtocol inner, long largestMessage) : IHubProtocol
{
    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (inner.TryParseMessage(ref input, binder, out message))
            return true;
        return input.Length < largestMessage
            ? false
            : throw new HubException($"hub.message_too_large: A message has at most {largestMessage} bytes.");
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(message, output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(message);

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);
}
