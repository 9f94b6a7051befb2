using Telehealth.Media.Peers;
using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Rooms;

/// <summary>What a peer's RTCP asks of the relay. Source descriptions and application packets are read over.</summary>
internal static class PeerFeedback
{
    public static void Receive(in RtcpPacket packet, Seat seat, RelayContext context)
    {
        switch (packet.Type)
        {
            case RtcpType.SenderReport:
                if (packet.TryReadSenderInfo(out var info)) seat.Up.Find(packet.SenderSsrc).Layer?.ReceiveSenderReport(info, context.Now);
                ReceiveReports(packet, seat, context);
                break;
            case RtcpType.ReceiverReport:
                ReceiveReports(packet, seat, context);
                break;
            case RtcpType.TransportFeedback when packet.IsNack:
                ReceiveNack(packet, seat, context);
                break;
            case RtcpType.TransportFeedback when packet.IsTransportWide:
                ReceiveTransportWide(packet, seat, context);
                break;
            case RtcpType.PayloadFeedback when packet.IsPictureLoss:
                AskForKeyFrame(packet.MediaSsrc, seat, context);
                break;
            case RtcpType.PayloadFeedback when packet.IsFullIntra:
                for (var i = 0; i < packet.FullIntraCount; i++)
                    if (!AskForKeyFrame(packet.FullIntraSsrc(i), seat, context))
                        break;
                break;
            case RtcpType.PayloadFeedback when packet.IsRemb:
                seat.Peer.Link.ReceiveRemb(packet.RembBitsPerSecond, context.Now);
                break;
            case RtcpType.Bye:
                // A source that leaves is only silent: its track goes when an offer says so, for a BYE also comes with a new source.
                break;
        }
    }

    private static void ReceiveReports(in RtcpPacket packet, Seat seat, RelayContext context)
    {
        var worst = -1;
        var isHeard = false;
        for (var i = 0; i < packet.ReportCount; i++)
        {
            var report = packet.Report(i);
            if (seat.Down.Find(report.Ssrc) is not { } slot) continue;
            worst = Math.Max(worst, report.FractionLost);
            if (slot.ReceiveReport(report, context.Now, out var hasAdvanced) is { } roundTrip) seat.Peer.NoteRoundTrip(roundTrip);
            isHeard |= hasAdvanced;
        }
        if (worst >= 0) seat.Peer.Link.ReceiveLoss((byte)worst, isHeard, context.Now);
    }

    // The count stands at the front: what is too much is not even read.
    private static void ReceiveTransportWide(in RtcpPacket packet, Seat seat, RelayContext context)
    {
        if (seat.Peer.Work.TryStatuses(packet.StatusCount, context.Now)) seat.Peer.Link.ReceiveFeedback(packet, context);
        else context.Counters.Drop(DropReason.StatusBudget);
    }

    private static bool AskForKeyFrame(uint ssrc, Seat seat, RelayContext context)
    {
        if (!seat.Peer.Work.TryKeyFrame(context.Now))
        {
            context.Counters.Drop(DropReason.KeyFrameBudget);
            return false;
        }
        seat.Down.Find(ssrc)?.AskForKeyFrame();
        return true;
    }

    private static void ReceiveNack(in RtcpPacket packet, Seat seat, RelayContext context)
    {
        if (seat.Down.Find(packet.MediaSsrc) is not { } track) return;
        for (var i = 0; i < packet.NackCount; i++)
        {
            var (first, mask) = packet.Nack(i);
            // The first one, and the sixteen after it that the mask stands for.
            for (var wanted = (uint)mask << 1 | 1; wanted != 0; wanted &= wanted - 1)
            {
                if (!seat.Peer.Work.TryRepeat(context.Now))
                {
                    context.Counters.Drop(DropReason.RepeatBudget);
                    return;
                }
                context.Counters.RepeatsSought++;
                track.Resend((ushort)(first + System.Numerics.BitOperations.TrailingZeroCount(wanted)), context);
            }
        }
    }
}
