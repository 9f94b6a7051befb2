namespace Telehealth.Media.Receiving;

/// <summary>
/// Whoever a track is sent on to, as far as the track has to know of it: so what receives needs nothing of what sends. Nothing here is
/// called for a packet.
/// </summary>
internal interface ITrackReceiver
{
    /// <summary>How many of the track's layers must come for this receiver; 0 when it wants nothing of it.</summary>
    int TargetLayers { get; }

    /// <summary>What came until now does not go on: what comes next must begin with a key frame.</summary>
    void Resume();

    /// <summary>The track is gone.</summary>
    void Unassign();
}
