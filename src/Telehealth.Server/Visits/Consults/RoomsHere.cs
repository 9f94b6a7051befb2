using System.Collections.Concurrent;

namespace Telehealth.Server.Visits.Consults;

/// <summary>The rooms whose home is this node: whoever is connected here asks them without asking the grain. Any thread may call.</summary>
internal sealed class RoomsHere
{
    private readonly ConcurrentDictionary<RoomKey, IGrainContext> _rooms = new();

    public ICollection<RoomKey> All => _rooms.Keys;

    public bool Has(RoomKey room) => _rooms.ContainsKey(room);

    public void Enter(RoomKey room, IGrainContext grain) => _rooms[room] = grain;

    /// <summary>False when another activation has entered meanwhile: that one stays.</summary>
    public bool Leave(RoomKey room, IGrainContext grain) => _rooms.TryRemove(KeyValuePair.Create(room, grain));

    /// <summary>The room's home is another node by now: this one's grain goes, and whoever asks is led there.</summary>
    public void GiveUp(RoomKey room)
    {
        if (_rooms.TryRemove(room, out var grain))
            grain.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The room is on another node."));
    }
}
