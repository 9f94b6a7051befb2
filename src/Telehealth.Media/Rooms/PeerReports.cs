using Telehealth.Media.Peers;
using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Rooms;

/// <summary>The reports that a peer gets each interval: how its media arrives, and how the slots' clocks stand.</summary>
internal static class PeerReports
{
    // Four tracks of three layers.
    private const int MaxBlocks = 12;

    public static void Send(Seat seat, Turn turn)
    {
        var peer = seat.Peer;
        Span<ReportBlock> blocks = stackalloc ReportBlock[MaxBlocks];
        var count = 0;
        foreach (var track in seat.Up.Tracks)
            foreach (var layer in track.Layers)
                if (layer.Packets > 0 && count < blocks.Length)
                    blocks[count++] = layer.Report(turn.Now);

        var writer = new RtcpWriter(turn.Report);
        writer.TryWriteReceiverReport(peer.FeedbackSsrc, blocks[..count]);
        writer.TryWriteSourceDescription(peer.FeedbackSsrc, Peer.RelayName);
        foreach (var track in seat.Down.Slots)
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
