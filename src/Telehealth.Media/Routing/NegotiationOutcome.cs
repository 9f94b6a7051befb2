using Telehealth.Media.Sdp;

namespace Telehealth.Media.Routing;

/// <summary>Where a track comes from. A peer publishes at most one track of each source.</summary>
public enum TrackSource
{
    /// <summary>The participant's voice.</summary>
    Microphone,

    /// <summary>The participant's picture.</summary>
    Camera,

    /// <summary>A shared screen.</summary>
    Screen,

    /// <summary>The sound of a shared screen.</summary>
    ScreenAudio,
}

/// <summary>Says what an m-section of the peer's offer publishes.</summary>
/// <param name="Mid">The section's mid.</param>
/// <param name="Source">Where its track comes from.</param>
public readonly record struct SourceOfMid(string Mid, TrackSource Source);

/// <summary>Says whose track the peer receives on an m-section.</summary>
/// <param name="Mid">The section's mid.</param>
/// <param name="ParticipantId">The peer that publishes.</param>
/// <param name="Source">Which of its tracks.</param>
public sealed record ReceivedTrack(string Mid, string ParticipantId, TrackSource Source);

/// <summary>What became of an offer.</summary>
public abstract record NegotiationOutcome
{
    private NegotiationOutcome()
    {
    }

    /// <summary>The offer is in force.</summary>
    /// <param name="Sdp">The answer. It holds the ICE password: to the peer only, never to a log.</param>
    /// <param name="Tracks">What the peer receives, by m-section.</param>
    public sealed record Answered(string Sdp, IReadOnlyList<ReceivedTrack> Tracks) : NegotiationOutcome;

    /// <summary>Nothing has changed.</summary>
    /// <param name="Refusal">Why.</param>
    public sealed record Refused(MediaRefusal Refusal) : NegotiationOutcome;
}
