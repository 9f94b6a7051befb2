namespace Telehealth.Domain.Triage;

/// <summary>A question with yes, no and not known.</summary>
public sealed record TriageQuestion(string Code, string Text);
