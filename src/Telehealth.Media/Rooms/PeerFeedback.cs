using Telehealth.Media.Peers;
using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Rooms;

/// <summary>What a peer's RTCP asks of the relay. Source descriptions and application packets are read over.</summary>
internal static class PeerFeedback
{
    public static void Receive(in RtcpPacket packet, Seat seat, Turn turn)
    {
        switch (packet.Type)
        {
            case RtcpType.SenderReport:
                if (packet.TryReadSenderInfo(out var info)) seat.Up.Find(packet.SenderSsrc).Layer?.ReceiveSenderReport(info, turn.Now);
                ReceiveReports(packet, seat, turn);
                break;
            case RtcpType.ReceiverReport:
                ReceiveReports(packet, seat, turn);
                break;
            case RtcpType.TransportFeedback when packet.IsNack:
                ReceiveNack(packet, seat, turn);
                break;
            case RtcpType.TransportFeedback when packet.IsTransportWide:
                ReceiveTransportWide(packet, seat, turn);
                break;
            case RtcpType.PayloadFeedback when packet.IsPictureLoss:
                AskForKeyFrame(packet.MediaSsrc, seat, turn);
                break;
            case RtcpType.PayloadFeedback when packet.IsFullIntra:
                for (var i = 0; i < packet.FullIntraCount; i++)
                    if (!AskForKeyFrame(packet.FullIntraSsrc(i), seat, turn))
                        break;
                break;
            case RtcpType.PayloadFeedback when packet.IsRemb:
                seat.Peer.Link.ReceiveRemb(packet.RembBitsPerSecond, turn.Now);
                break;
            case RtcpType.Bye:
                // A source that leaves is only silent: its track goes when an offer says so, for a BYE also comes with a new source.
                break;
        }
    }

    private static void ReceiveReports(in RtcpPacket packet, Seat seat, Turn turn)
    {
        var worst = -1;
        var isHeard = false;
        for (var i = 0; i < packet.ReportCount; i++)
        {
            var report = packet.Report(i);
            if (seat.Down.Find(report.Ssrc) is not { } slot) continue;
            worst = Math.Max(worst, report.FractionLost);
            if (slot.ReceiveReport(report, turn.Now, out var hasAdvanced) is { } roundTrip) seat.Peer.NoteRoundTrip(roundTrip);
            isHeard |= hasAdvanced;
        }
        if (worst >= 0) seat.Peer.Link.ReceiveLoss((byte)worst, isHeard, turn.Now);
    }

    // The count stands at the front: what is too much is not even read.
    private static void ReceiveTransportWide(in RtcpPacket packet, Seat seat, Turn turn)
    {
        if (seat.Peer.Work.TryStatuses(packet.StatusCount, turn.Now)) seat.Peer.Link.ReceiveFeedback(packet, turn);
        else turn.Counters.Drop(DropReason.StatusBudget);
    }

    private static bool AskForKeyFrame(uint ssrc, Seat seat, Turn turn)
    {
        if (!seat.Peer.Work.TryKeyFrame(turn.Now))
        {
            turn.Counters.Drop(DropReason.KeyFrameBudget);
            return false;
        }
        seat.Down.Find(ssrc)?.AskForKeyFrame();
        return true;
    }

    private static void ReceiveNack(in RtcpPacket packet, Seat seat, Turn turn)
    {
        if (seat.Down.Find(packet.MediaSsrc) is not { } track) return;
        for (var i = 0; i < packet.NackCount; i++)
        {
            var (first, mask) = packet.Nack(i);
            // The first one, and the sixteen after it that the mask stands for.
            for (var wanted = (uint)mask << 1 | 1; wanted != 0; wanted &= wanted - 1)
            {
                if (!seat.Peer.Work.TryRepeat(turn.Now))
                {
                    turn.Counters.Drop(DropReason.RepeatBudget);
                    return;
                }
                turn.Counters.RepeatsSought++;
                track.Resend((ushort)(first + System.Numerics.BitOperations.TrailingZeroCount(wanted)), turn);
            }
        }
    }
}
