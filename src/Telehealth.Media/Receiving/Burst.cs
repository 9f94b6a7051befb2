using Telehealth.Media.Peers;

namespace Telehealth.Media.Receiving;

/// <summary>The tracks of one room for which the datagrams that are being received have brought something. Each stands here once.</summary>
/// <param name="room">Who sends it on: when the burst is over, or before when one track has gathered as much as it may.</param>
internal sealed class Burst(IBurstForwarder room)
{
    private readonly List<UpTrack> _tracks = [];

    public List<UpTrack> Tracks => _tracks;

    public void Note(UpTrack track, RelayContext context)
    {
        if (_tracks.Count == 0) context.NotePending(room);
        _tracks.Add(track);
    }

    /// <summary>Sends everything on before the burst is over.</summary>
    public void ForwardNow(RelayContext context) => room.ForwardPending(context);

    public void Forget()
    {
        foreach (var track in _tracks) track.ForgetPending();
        _tracks.Clear();
    }
}
