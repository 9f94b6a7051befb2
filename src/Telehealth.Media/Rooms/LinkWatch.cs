using Telehealth.Media.Congestion;
using Telehealth.Media.Peers;
using Telehealth.Media.Sending;

namespace Telehealth.Media.Rooms;

/// <summary>
/// What is done for a seat's link some times a second: the peer is told how
/// its packets came, and what the link carries is shared, watched and probed.
/// </summary>
internal static class LinkWatch
{
    /// <summary>Does what is due; returns when something will be due next.</summary>
    public static TimeSpan Tick(Seat seat, RelayContext context)
    {
        var link = seat.Peer.Link;
        if (context.Now >= link.FeedbackDue) link.SendFeedback(seat.Up.AnySsrc, context);
        if (link.TryBeginShare(context.Now))
        {
            WatchQuality(seat, context);
            BandwidthAllocator.Allocate(seat.Down, seat.Room.Speaker, context.Now);
            WatchDirection(seat, context);
        }
        if (link.TakeProbe(context.Now) is var count and not 0) seat.Down.Pad(count, Prober.PaddingBytes, context);
        return link.Due;
    }

    private static void WatchQuality(Seat seat, RelayContext context)
    {
        var peer = seat.Peer;
        if (!peer.CanSend) return;
        var lowest = BandwidthAllocator.LowestVideoRate(seat.Down, context.Now);
        if (!peer.Link.WatchQuality(seat.Up.RecentLoss(context.Now), lowest, context.Now, out var cause)) return;
        seat.Room.Notify(new RoomNotice.QualityChanged(seat.Room.Id, peer.Id, peer.Link.Rung, cause));
    }

    private static void WatchDirection(Seat seat, RelayContext context)
    {
        var peer = seat.Peer;
        if (!peer.CanSend || !peer.Link.TryAskRepair(seat.IsExpectedSoundMissing(context.Now, PeerLink.OneWayAfter), context.Now)) return;
        context.Counters.RepairsAsked++;
        seat.Room.Notify(new RoomNotice.RepairNeeded(seat.Room.Id, peer.Id));
    }
}
