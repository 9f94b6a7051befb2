namespace Telehealth.Media.Sdp;

/// <summary>What the relay sends on an answered m-line.</summary>
/// <param name="StreamId">First word of <c>a=msid</c>: the participant whose media it is.</param>
/// <param name="TrackId">Second word of <c>a=msid</c>.</param>
/// <param name="Ssrc">The synchronisation source that the relay sends with.</param>
/// <param name="CanonicalName">The CNAME that ties one participant's audio and video together (RFC 3550 section 6.5.1).</param>
public sealed record AnsweredTrack(string StreamId, string TrackId, uint Ssrc, string CanonicalName)
{
    /// <summary>The source with which the relay repeats packets, or null.</summary>
    public uint? RtxSsrc { get; init; }
}
