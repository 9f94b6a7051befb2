using System.Net;
using Telehealth.Testing.Network;

namespace Telehealth.Testing.Nodes;

/// <summary>Where a node lives: loopback, or a network namespace of its own, whose cable can be cut.</summary>
/// <param name="Address">Its address, for its pages, the other nodes and media.</param>
/// <param name="Port">Its TCP port for pages.</param>
/// <param name="Within">The command that runs another one there; empty on loopback.</param>
public sealed record NodePlace(IPAddress Address, int Port, IReadOnlyList<string> Within)
{
    /// <summary>Beside the one who asks, at a port of its own.</summary>
    public static NodePlace Loopback() => new(IPAddress.Loopback, FreePort.Take(), []);
}
