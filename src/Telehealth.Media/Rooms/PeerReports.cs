using Telehealth.Media.Peers;
using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Rooms;

/// <summary>The reports that a peer gets each interval: how its media arrives, and how the slots' clocks stand.</summary>
internal static class PeerReports
{
    // Four tracks of three layers.
    private const int MaxBlocks = 12;

    public static void Send(Seat seat, RelayContext context)
    {
        var peer = seat.Peer;
        Span<ReportBlock> blocks = stackalloc ReportBlock[MaxBlocks];
        var count = 0;
        foreach (var track in seat.Up.Tracks)
            foreach (var layer in track.Layers)
                if (layer.Packets > 0 && count < blocks.Length)
                    blocks[count++] = layer.Report(context.Now);

        var writer = new RtcpWriter(context.Report);
        writer.TryWriteReceiverReport(peer.FeedbackSsrc, blocks[..count]);
        writer.TryWriteSourceDescription(peer.FeedbackSsrc, Peer.RelayName);
        foreach (var track in seat.Down.Slots)
        {
            track.MeasureRate(context.Now);
            if (!track.TryReport(context.Now, out var info)) continue;
            var name = track.Source!.Owner.Id;
            if (TryAdd(ref writer, track.Ssrc, info, name)) continue;
            // More slots than one datagram holds: send, and begin the next compound.
            peer.SendCompound(writer.Length, context);
            writer = peer.BeginCompound(context);
            TryAdd(ref writer, track.Ssrc, info, name);
        }
        peer.SendCompound(writer.Length, context);
    }

    private static bool TryAdd(ref RtcpWriter writer, uint ssrc, in SenderInfo info, string name)
    {
        var before = writer;
        if (writer.TryWriteSenderReport(ssrc, info) && writer.TryWriteSourceDescription(ssrc, name)) return true;
        writer = before;
        return false;
    }
}
