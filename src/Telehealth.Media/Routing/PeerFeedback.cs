using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Routing;

/// <summary>What a peer's RTCP asks of the relay. Source descriptions and application packets are read over.</summary>
internal static class PeerFeedback
{
    public static void Receive(in RtcpPacket packet, Peer peer, Turn turn)
    {
        switch (packet.Type)
        {
            case RtcpType.SenderReport:
                if (packet.TryReadSenderInfo(out var info)) peer.FindUp(packet.SenderSsrc).Layer?.ReceiveSenderReport(info, turn.Now);
                ReceiveReports(packet, peer, turn);
                break;
            case RtcpType.ReceiverReport:
                ReceiveReports(packet, peer, turn);
                break;
            case RtcpType.TransportFeedback when packet.IsNack:
                ReceiveNack(packet, peer, turn);
                break;
            case RtcpType.TransportFeedback when packet.IsTransportWide:
                ReceiveTransportWide(packet, peer, turn);
                break;
            case RtcpType.PayloadFeedback when packet.IsPictureLoss:
                AskForKeyFrame(packet.MediaSsrc, peer, turn);
                break;
            case RtcpType.PayloadFeedback when packet.IsFullIntra:
                for (var i = 0; i < packet.FullIntraCount; i++)
                    if (!AskForKeyFrame(packet.FullIntraSsrc(i), peer, turn))
                        break;
                break;
            case RtcpType.PayloadFeedback when packet.IsRemb:
                peer.Link.ReceiveRemb(packet.RembBitsPerSecond, turn.Now);
                break;
            case RtcpType.Bye:
                // A source that leaves is only silent: its track goes when an offer says so, for a BYE also comes with a new source.
                break;
        }
    }

    private static void ReceiveReports(in RtcpPacket packet, Peer peer, Turn turn)
    {
        var worst = -1;
        var isHeard = false;
        for (var i = 0; i < packet.ReportCount; i++)
        {
            var report = packet.Report(i);
            if (peer.FindDown(report.Ssrc) is not { } slot) continue;
            worst = Math.Max(worst, report.FractionLost);
            if (slot.ReceiveReport(report, turn.Now, out var hasAdvanced) is { } roundTrip) peer.NoteRoundTrip(roundTrip);
            isHeard |= hasAdvanced;
        }
        if (worst >= 0) peer.Link.ReceiveLoss((byte)worst, isHeard, turn.Now);
    }

    // The count stands at the front: what is too much is not even read.
    private static void ReceiveTransportWide(in RtcpPacket packet, Peer peer, Turn turn)
    {
        if (peer.Work.TryStatuses(packet.StatusCount, turn.Now)) peer.Link.ReceiveFeedback(packet, turn);
        else turn.Counters.Drop(DropReason.StatusBudget);
    }

    private static bool AskForKeyFrame(uint ssrc, Peer peer, Turn turn)
    {
        if (!peer.Work.TryKeyFrame(turn.Now))
        {
            turn.Counters.Drop(DropReason.KeyFrameBudget);
            return false;
        }
        peer.FindDown(ssrc)?.AskForKeyFrame();
        return true;
    }

    private static void ReceiveNack(in RtcpPacket packet, Peer peer, Turn turn)
    {
        if (peer.FindDown(packet.MediaSsrc) is not { } track) return;
        for (var i = 0; i < packet.NackCount; i++)
        {
            var (first, mask) = packet.Nack(i);
            // The first one, and the sixteen after it that the mask stands for.
            for (var wanted = (uint)mask << 1 | 1; wanted != 0; wanted &= wanted - 1)
            {
                if (!peer.Work.TryRepeat(turn.Now))
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

/// <summary>The reports that a peer gets each interval: how its media arrives, and how the slots' clocks stand.</summary>
internal static class PeerReports
{
    // Four tracks of three layers.
    private const int MaxBlocks = 12;

    public static void Send(Peer peer, Turn turn)
    {
        Span<ReportBlock> blocks = stackalloc ReportBlock[MaxBlocks];
        var count = 0;
        foreach (var track in peer.Up)
            foreach (var layer in track.Layers)
                if (layer.Packets > 0 && count < blocks.Length)
                    blocks[count++] = layer.Report(turn.Now);

        var writer = new RtcpWriter(turn.Report);
        writer.TryWriteReceiverReport(peer.FeedbackSsrc, blocks[..count]);
        writer.TryWriteSourceDescription(peer.FeedbackSsrc, Relay.CanonicalName);
        foreach (var track in peer.Down)
        {
            track.MeasureRate(turn.Now);
            if (!track.TryReport(turn.Now, out var info)) continue;
            var name = track.Source!.Owner.Id;
            if (TryAdd(ref writer, track.Ssrc, info, name)) continue;
            // More slots than one datagram holds: send, and begin the next compound.
            peer.SendCompound(writer.Length, turn);
            writer = peer.BeginCompound(turn);
            TryAdd(ref writer, track.Ssrc, info, name);
        }
        peer.SendCompound(writer.Length, turn);
    }

    private static bool TryAdd(ref RtcpWriter writer, uint ssrc, in SenderInfo info, string name)
    {
        var before = writer;
        if (writer.TryWriteSenderReport(ssrc, info) && writer.TryWriteSourceDescription(ssrc, name)) return true;
        writer = before;
        return false;
    }
}
