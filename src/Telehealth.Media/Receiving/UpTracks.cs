using Telehealth.Media.Peers;
using Telehealth.Media.Rtp;
using Telehealth.Media.Speaking;

namespace Telehealth.Media.Receiving;

/// <summary>What one peer publishes: at most one track of each source.</summary>
/// <param name="owner">The peer.</param>
/// <param name="key">Under which number its voice is noted.</param>
/// <param name="speaking">Where its voice is noted.</param>
/// <param name="burst">Where its tracks stand while they have something to send on.</param>
internal sealed class UpTracks(Peer owner, int key, ActiveSpeaker speaking, Burst burst)
{
    private readonly List<UpTrack> _tracks = [];
    private readonly bool[] _muted = new bool[Enum.GetValues<TrackSource>().Length];

    public Peer Owner { get; } = owner;
    public Burst Burst { get; } = burst;
    public List<UpTrack> Tracks => _tracks;

    /// <summary>Some source of the peer's, as feedback wants to name one; 0 before any is known.</summary>
    public uint AnySsrc
    {
        get
        {
            foreach (var track in _tracks)
                foreach (var layer in track.Layers)
                    if (layer.Ssrc is { } ssrc)
                        return ssrc;
            return 0;
        }
    }

    /// <summary>
    /// Which extension numbers all packets of the connection; in a bundle
    /// an extension has one id for all m-sections (RFC 8843 section 9.3).
    /// </summary>
    public byte TransportSequenceId
    {
        get
        {
            foreach (var track in _tracks)
                if (track.TransportSequenceId is var id and not 0)
                    return id;
            return 0;
        }
    }

    public bool IsMuted(TrackSource source) => _muted[(int)source];

    /// <summary>Holds a track back from everybody, or lets it through again; one that is published later begins so.</summary>
    public void Mute(TrackSource source, bool isMuted) => _muted[(int)source] = isMuted;

    public void NoteVoice(short level, TimeSpan now) => speaking.Note(key, (byte)level, now);

    public UpTrack? Find(TrackSource source)
    {
        foreach (var track in _tracks)
            if (track.Source == source)
                return track;
        return null;
    }

    public (UpTrack? Track, Layer? Layer) Find(uint ssrc)
    {
        foreach (var track in _tracks)
            if (track.Find(ssrc) is { } layer)
                return (track, layer);
        return (null, null);
    }

    // RFC 8843 section 9.2: a source that is known goes to its m-section; one that is not says by its mid where it belongs.
    public (UpTrack? Track, Layer? Layer) Find(in RtpHeader header, TimeSpan now)
    {
        if (Find(header.Ssrc) is { Layer: not null } known) return known;
        foreach (var track in _tracks)
            if (track.TryBind(header, now) is { } layer)
                return (track, layer);
        return (null, null);
    }

    /// <summary>The worst share of packets that got lost on the way from the peer lately, 0 to 1.</summary>
    public double RecentLoss(TimeSpan now)
    {
        var worst = 0.0;
        foreach (var track in _tracks)
            foreach (var layer in track.Layers)
                if (layer.IsLive(now))
                    worst = Math.Max(worst, layer.RecentLoss);
        return worst;
    }

    /// <summary>The connection stands again: what was wished for meanwhile can go out.</summary>
    public void WakeForKeyFrames()
    {
        foreach (var track in _tracks)
            foreach (var layer in track.Layers)
                layer.WakeForKeyFrames();
    }
}
