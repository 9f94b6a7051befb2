using Telehealth.Media.Congestion;
using Telehealth.Media.Peers;
using Telehealth.Media.Sending;

namespace Telehealth.Media.Rooms;

/// <summary>What is done for a seat's link some times a second: told how packets came, shared among the slots, watched for trouble, probed.</summary>
internal static class LinkWatch
{
    /// <summary>Does what is due; returns when something will be due next.</summary>
    public static TimeSpan Tick(Seat seat, Turn turn)
    {
        var link = seat.Peer.Link;
        if (turn.Now >= link.FeedbackDue) link.SendFeedback(seat.Up.AnySsrc, turn);
        if (link.TryBeginShare(turn.Now))
        {
            WatchQuality(seat, turn);
            Sharing.Share(seat.Down, seat.Room.Speaker, turn.Now);
            WatchDirection(seat, turn);
        }
        if (link.TakeProbe(turn.Now) is var count and not 0) seat.Down.Pad(count, Prober.PaddingBytes, turn);
        return link.Due;
    }

    private static void WatchQuality(Seat seat, Turn turn)
    {
        var peer = seat.Peer;
        if (!peer.CanSend) return;
        if (!peer.Link.WatchQuality(seat.Up.RecentLoss(turn.Now), Sharing.LowestPictureRate(seat.Down, turn.Now), turn.Now, out var cause)) return;
        seat.Room.Notify(new RoomNotice.QualityChanged(seat.Room.Id, peer.Id, peer.Link.Rung, cause));
    }

    private static void WatchDirection(Seat seat, Turn turn)
    {
        var peer = seat.Peer;
        if (!peer.CanSend || !peer.Link.TryAskRepair(seat.IsExpectedSoundMissing(turn.Now, PeerLink.OneWayAfter), turn.Now)) return;
        turn.Counters.RepairsAsked++;
        seat.Room.Notify(new RoomNotice.RepairNeeded(seat.Room.Id, peer.Id));
    }
}
