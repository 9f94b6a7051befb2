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
                peer.Link.ReceiveFeedback(packet, turn.Now);
                break;
            case RtcpType.PayloadFeedback when packet.IsPictureLoss:
                peer.FindDown(packet.MediaSsrc)?.AskForKeyFrame();
                break;
            case RtcpType.PayloadFeedback when packet.IsFullIntra:
                for (var i = 0; i < packet.FullIntraCount; i++)
                    peer.FindDown(packet.FullIntraSsrc(i))?.AskForKeyFrame();
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

    private static void ReceiveNack(in RtcpPacket packet, Peer peer, Turn turn)
    {
        if (peer.FindDown(packet.MediaSsrc) is not { } track) return;
        for (var i = 0; i < packet.NackCount; i++)
        {
            var (first, mask) = packet.Nack(i);
            track.Resend(first, turn);
            for (var bit = 0; bit < 16; bit++)
                if ((mask & (1 << bit)) != 0)
                    track.Resend((ushort)(first + bit + 1), turn);
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
