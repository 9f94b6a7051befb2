using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Telehealth.Media;
using Telehealth.Media.Rooms;
using Telehealth.Server.Visits.MediaLoop;

namespace Telehealth.RelayHost;

/// <summary>The least signalling that puts peers into rooms: an offer in, an answer out.</summary>
internal static class RelayEndpoints
{
    public static void MapRelay(this IEndpointRouteBuilder routes)
    {
        // Plain delegates: what they read and write is text, and no binding code stands between a join and the relay.
        routes.MapPost("/rooms/{room}/peers/{peer}", (RequestDelegate)Negotiate);
        routes.MapDelete("/rooms/{room}/peers/{peer}", (RequestDelegate)Remove);
        routes.MapGet("/counters", (RequestDelegate)ReadCounters);
    }

    private static async Task Negotiate(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var offer = await reader.ReadToEndAsync(context.RequestAborted);
        switch (await Relay(context).Negotiate(Id(context, "room"), Id(context, "peer"), offer, [], context.RequestAborted))
        {
            case NegotiationOutcome.Answered answered:
                await context.Response.WriteAsync(answered.Sdp, context.RequestAborted);
                break;
            case NegotiationOutcome.Refused refused:
                context.Response.StatusCode = StatusCodes.Status409Conflict;
                await context.Response.WriteAsync(refused.Refusal.Code, context.RequestAborted);
                break;
        }
    }

    private static async Task Remove(HttpContext context) =>
        await Relay(context).RemovePeer(Id(context, "room"), Id(context, "peer"), context.RequestAborted);

    private static Task ReadCounters(HttpContext context)
    {
        var relay = Relay(context);
        return context.Response.WriteAsJsonAsync(
            new RelayCounters
            {
                DatagramsReceived = relay.Total(counters => counters.DatagramsReceived),
                PacketsReceived = relay.Total(counters => counters.PacketsReceived),
                PacketsForwarded = relay.Total(counters => counters.PacketsForwarded),
                PacketsResent = relay.Total(counters => counters.PacketsResent),
                Rooms = (int)relay.Total(counters => counters.Rooms),
                Peers = (int)relay.Total(counters => counters.Peers),
                SendFailures = relay.SendFailures,
                Faults = relay.Faults,
                AllocatedBytes = GC.GetTotalAllocatedBytes(precise: true),
                ResidentBytes = Environment.WorkingSet,
                PeersOfThreads = [.. relay.Loops.Select(loop => loop.Counters!.Peers)],
                Dropped = Enum.GetValues<DropReason>()
                    .Select(reason => (reason, Count: relay.Total(counters => counters.Dropped(reason))))
                    .Where(drop => drop.Count > 0)
                    .ToDictionary(drop => drop.reason.ToString(), drop => drop.Count),
            },
            context.RequestAborted);
    }

    private static RelayLoops Relay(HttpContext context) => context.RequestServices.GetRequiredService<RelayLoops>();

    private static string Id(HttpContext context, string name) => (string)context.GetRouteValue(name)!;
}

/// <summary>What the relay and its process have done since the start.</summary>
internal sealed record RelayCounters
{
    public required long DatagramsReceived { get; init; }
    public required long PacketsReceived { get; init; }
    public required long PacketsForwarded { get; init; }
    public required long PacketsResent { get; init; }
    public required int Rooms { get; init; }
    public required int Peers { get; init; }
    public required IReadOnlyList<int> PeersOfThreads { get; init; }
    public required long SendFailures { get; init; }
    public required long Faults { get; init; }
    public required long AllocatedBytes { get; init; }
    public required long ResidentBytes { get; init; }
    public required IReadOnlyDictionary<string, long> Dropped { get; init; }
}
