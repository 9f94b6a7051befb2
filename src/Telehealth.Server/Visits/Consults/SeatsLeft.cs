using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Visits.MediaLoop;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// Whether a room with all its people still finds its place at this node, by what the relay takes: one that might not is opened at another
/// node. Who comes into a room that is here already is the relay's to take or refuse.
/// </summary>
internal sealed class SeatsLeft(ConsultSeats seats, RelayLoops media, IOptions<MediaOptions> options) : IFillable
{
    public string GrainType => RoomKey.GrainType;

    public bool IsFull
    {
        get
        {
            var limits = options.Value;
            var peers = Math.Max(seats.Held().Count, media.Total(counters => counters.Peers));
            return peers + limits.MaxPeersPerRoom > limits.MaxPeers || media.Total(counters => counters.Rooms) >= limits.MaxRooms;
        }
    }
}
