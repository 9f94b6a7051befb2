using Telehealth.Media.Sdp;

namespace Telehealth.Media.Rooms;

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
