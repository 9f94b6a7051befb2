namespace Telehealth.Domain.Triage;

/// <summary>What the protocol made of the answers.</summary>
/// <param name="Priority">How urgent.</param>
/// <param name="Reasons">Why, as sentences for the dispatcher and the crew, most weighty first; never empty.</param>
/// <param name="NeededSkills">What a unit must be able to do.</param>
/// <param name="ProtocolVersion">Which version of the protocol said so.</param>
public sealed record TriageResult(Priority Priority, IReadOnlyList<string> Reasons, Skills NeededSkills, string ProtocolVersion);
