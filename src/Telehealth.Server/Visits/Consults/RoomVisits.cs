using Microsoft.AspNetCore.SignalR;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Visits.Consults;

/// <summary>What somebody enters, and as whom.</summary>
/// <param name="Kind">In which capacity.</param>
/// <param name="Consult">The consult.</param>
/// <param name="GoesOn">See <see cref="SeatReturn"/>; null for a page that comes, or takes the seat back.</param>
internal sealed record SeatEntry(ActorKind Kind, Guid Consult, Guid? GoesOn);

/// <summary>Takes this node's pages into rooms and out again, and keeps count of where they are. Any thread may call.</summary>
internal sealed class RoomVisits(Rooms rooms, SeatedPages pages, ClusterNodes nodes)
{
    private const int TimesToldOfDrop = 3;

    public async Task<Reply<Entered>> Enter(HubCallerContext page, Caller caller, SeatEntry entry, CancellationToken ct)
    {
        var seat = new SeatKey(caller.Tenant, entry.Consult, caller.PersonId);
        var known = pages.Find(page.ConnectionId, entry.Consult);
        var visit = known ?? new SeatedPage(seat, page.ConnectionId, caller.GuestOfConsult() is not null, 0, Home: null, page.Abort);
        // Before it is known whether: whoever breaks off in between is to be let out again.
        pages.Put(visit);
        var reply = await rooms.Ask(
            new RoomRequest.Enter(caller, entry.Kind, entry.Consult, entry.GoesOn, new SeatPage(page.ConnectionId, nodes.Self)), ct);
        if (reply.Value is { } entered)
            pages.Put(visit with { Home = entered.Home, ReadsAfter = entered.ReadsAfter });
        else if (known is null && reply.Error?.Rejection.Is(Rooms.Away) is not true)
            pages.Forget(page.ConnectionId, entry.Consult);
        return reply;
    }

    public bool Holds(Caller caller, Guid consult, string connection) =>
        pages.Holds(new SeatKey(caller.Tenant, consult, caller.PersonId), connection);

    public void Forget(string connection, Guid consult) => pages.Forget(connection, consult);

    /// <summary>A connection is gone. A home that does not hear it is soon none any more.</summary>
    public async Task Drop(string connection)
    {
        foreach (var seat in pages.Forget(connection))
        {
            var isTold = false;
            for (var times = 0; !isTold && times < TimesToldOfDrop; times++)
            {
                var reply = await rooms.Ask(new RoomRequest.Drop(seat.Tenant, seat.Consult, connection), CancellationToken.None);
                isTold = reply.Error is null;
            }
        }
    }
}
