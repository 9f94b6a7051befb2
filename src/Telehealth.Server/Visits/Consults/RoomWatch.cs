using Microsoft.AspNetCore.SignalR;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// Follows which nodes there are. Where people's node is gone, their seats are kept as when a line breaks; where a room's node is gone,
/// or another has taken it over, its pages are told to enter again, and whoever does so first has the room. And it tells the other nodes
/// anew who is here, every now and then.
/// </summary>
internal sealed class RoomWatch(
    ClusterNodes nodes, Eviction eviction, SeatCommands seats, SeatedPages pages, RoomTakeovers takeovers, ILogger<RoomWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PresentEvery = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var evicted = eviction.Happens.Register(EndPagesOfOthersRooms);
        await Task.WhenAll(
            FollowNodes(stoppingToken), Ticking.Every(LookEvery, takeovers.LetGo, log, stoppingToken),
            Ticking.Every(PresentEvery, seats.PresentAgain, log, stoppingToken));
    }

    private async Task FollowNodes(CancellationToken ct)
    {
        await foreach (var now in nodes.Changes(ct))
        {
            try
            {
                await seats.DropFrom(now.IsGone);
                foreach (var page in pages.All().Where(page => page.Home is { } home && now.IsGone(home)))
                    await takeovers.TellMoved(page);
            }
            catch (Exception problem) when (problem is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                log.NodesNotFollowed(problem);
            }
        }
    }

    /// <summary>This node reaches the others' rooms no more; where its pages go next, they do.</summary>
    private void EndPagesOfOthersRooms()
    {
        foreach (var page in pages.All().Where(page => page.Home != nodes.Self))
            page.End();
    }
}

/// <summary>Lets go of rooms that another node has taken over.</summary>
internal sealed class RoomTakeovers(
    RoomEpochs epochs, RoomsHere here, SeatCommands seats, SeatedPages pages, IHubContext<ConsultHub, IConsultClient> hub,
    Eviction eviction)
{
    public async Task LetGo(CancellationToken ct)
    {
        foreach (var room in await epochs.Lost(ct))
        {
            here.GiveUp(room);
            await seats.GiveUp(room, ct);
            foreach (var page in pages.Of(room.Tenant, room.Consult))
                await TellMoved(page);
        }
    }

    /// <summary>Its room is on another node by now, or will be on that of whoever enters first.</summary>
    public Task TellMoved(SeatedPage page)
    {
        if (!eviction.HasHappened)
            return hub.Clients.Client(page.Connection).RoomMoved(page.Seat.Consult);
        page.End();
        return Task.CompletedTask;
    }
}
