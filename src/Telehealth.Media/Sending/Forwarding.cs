using Telehealth.Media.Peers;
using Telehealth.Media.Receiving;

namespace Telehealth.Media.Sending;

/// <summary>Brings what a track has gathered of a burst to its receivers.</summary>
internal static class Forwarding
{
    /// <summary>Sends what has gathered to every receiver.</summary>
    public static void ForwardPending(UpTrack track, RelayContext context)
    {
        // A track knows its receivers as little as it must; all of them are slots,
        // and to ask which type an object has costs less than a call by interface.
        foreach (var receiver in track.Receivers) ForwardPending(track, (DownTrack)receiver, context);
    }

    /// <summary>Sends what has gathered to one receiver. A fault costs this receiver what has gathered, and nobody else anything.</summary>
    public static void ForwardPending(UpTrack track, DownTrack receiver, RelayContext context)
    {
        try
        {
            foreach (var (layer, sequence) in track.Pending)
                if (layer.TryGet(sequence, out var packet, out var payload))
                    receiver.Forward(layer, packet, payload, context);
        }
        catch (Exception fault) when (Faults.IsOfWork(fault))
        {
            context.Faults.Note(fault, track.Owner, receiver.Peer, context.Now);
        }
    }
}
