using Telehealth.Media.Peers;

namespace Telehealth.Media.Sending;

/// <summary>What one peer receives: its slots, and what it wants to have in them.</summary>
/// <param name="peer">Who receives.</param>
internal sealed class DownTracks(Peer peer)
{
    private readonly List<DownTrack> _slots = [];

    public Peer Peer { get; } = peer;
    public List<DownTrack> Slots => _slots;

    /// <summary>What the peer has on its screen; null for everything.</summary>
    public IReadOnlyList<VideoSubscription>? Subscriptions { get; set; }

    /// <summary>Whose voice alone the peer hears of all microphones, or null.</summary>
    public string? Interpreter { get; set; }

    public DownTrack? Find(uint ssrc)
    {
        foreach (var slot in _slots)
            if (slot.Ssrc == ssrc)
                return slot;
        return null;
    }

    public void Remove(Predicate<DownTrack> which)
    {
        foreach (var slot in _slots)
            if (which(slot))
                slot.Unassign();
        _slots.RemoveAll(which);
    }

    /// <summary>The connection stands anew.</summary>
    public void Resume()
    {
        foreach (var slot in _slots) slot.Resume();
    }

    /// <summary>Tells the peer of the sources that have left.</summary>
    public void SendOwedByes(RelayContext context)
    {
        foreach (var slot in _slots)
        {
            if (slot.OwedBye is not { } departed || !Peer.CanSend) continue;
            slot.OwedBye = null;
            var writer = Peer.BeginCompound(context);
            writer.TryWriteBye(departed);
            Peer.SendCompound(writer.Length, context);
        }
    }

    /// <summary>Sends padding, to find out whether more would fit, on the first slot that takes it.</summary>
    public void Pad(int count, int bytes, RelayContext context)
    {
        foreach (var slot in _slots)
        {
            var sent = 0;
            while (sent < count && slot.TryPad(bytes, context)) sent++;
            if (sent > 0) return;
        }
    }
}
