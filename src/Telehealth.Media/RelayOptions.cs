namespace Telehealth.Media;

/// <summary>
/// What a relay may use. The defaults bound its memory: a layer's cache takes at most 0.8 MB (video; 0.2 MB for audio) from its first
/// packet on, so a peer with a camera in three sizes, a screen and a microphone takes at most about 3.4 MB, a full room of sixteen
/// such peers about 55 MB. Each slot on which a peer receives takes 8 kB, the estimate of its link 56 kB. A relay full of peers with
/// one camera and one microphone takes about 1.1 GB.
/// </summary>
public sealed record RelayOptions
{
    /// <summary>Where browsers reach the relay, best first; at least one. They stand in every answer as host candidates.</summary>
    public required IReadOnlyList<NetworkPath> AdvertisedAddresses { get; init; }

    /// <summary>Where browsers reach the relay by TCP, for networks that let no UDP through; may be empty.</summary>
    public IReadOnlyList<NetworkPath> AdvertisedTcpAddresses { get; init; } = [];

    /// <summary>
    /// Which of several relays behind one TCP port this is: 0 to <see cref="Ice.IceCredentials.MaxRelays"/> - 1, and the first character of
    /// its user name fragments, so that a connection's first check tells whose it is. Null for a relay that shares none.
    /// </summary>
    public int? Number { get; init; }

    /// <summary>Rooms and peers at one time, of all relays that are given the same; null for one of its own with the defaults.</summary>
    public RelayCapacity? Capacity { get; init; }

    /// <summary>Peers in one room.</summary>
    public int MaxPeersPerRoom { get; init; } = 16;

    /// <summary>Tracks that one peer publishes.</summary>
    public int MaxUpTracksPerPeer { get; init; } = 4;

    /// <summary>How many recent packets of a video track are kept to answer NACKs; a power of two. 512 are about two seconds.</summary>
    public int VideoCachePackets { get; init; } = 512;

    /// <summary>The same for audio. 128 are about two and a half seconds.</summary>
    public int AudioCachePackets { get; init; } = 128;

    /// <summary>The least time between two key frame requests to one source: a key frame is ten times a normal one.</summary>
    public TimeSpan KeyFrameInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often reports are sent (RFC 3550 section 6.2 asks 5 s of large groups; one second serves a call better).</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a peer may take from its answer to its first connectivity check.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
