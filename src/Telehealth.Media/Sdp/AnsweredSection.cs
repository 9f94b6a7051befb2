namespace Telehealth.Media.Sdp;

/// <summary>The answer to one m-section.</summary>
/// <param name="Offered">The section that is answered.</param>
/// <param name="IsAccepted">False rejects it with port 0.</param>
/// <param name="Direction">As seen by the relay.</param>
/// <param name="Track">What the relay sends, when it sends.</param>
public sealed record AnsweredSection(OfferedSection Offered, bool IsAccepted, MediaDirection Direction, AnsweredTrack? Track);
