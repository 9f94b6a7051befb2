using Microsoft.AspNetCore.SignalR;
using Microsoft.Net.Http.Headers;
using Telehealth.Server.Platform.Live;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// The door before every hub. A node that ends lets nobody in any more once it has begun to lead people away: it says so before there is a
/// connection, so that a proxy can go on to another node with the same request.
/// </summary>
internal sealed class HubEntrance(RequestDelegate next, HubConnections connections, LiveMetrics metrics)
{
    /// <summary>A header of the answer, for whatever leads people to nodes.</summary>
    public const string NodeHeader = "Telehealth-Node";
    private const string Ending = "ending";

    private static readonly Rejection NodeEnds = new(
        RejectionKind.Unavailable, "hub.node_ends", "This server ends. Connect again: another one answers.");

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not { } hub)
        {
            await next(context);
            return;
        }

        if (!connections.TryEnter())
        {
            metrics.TurnedAway(hub.HubType.Name);
            context.Response.Headers[NodeHeader] = Ending;
            context.Response.Headers[HeaderNames.Connection] = "close";
            await Problems.Of(NodeEnds, RetryAfter).ExecuteAsync(context);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            connections.Leave();
        }
    }
}
