namespace Telehealth.Domain.Triage;

/// <summary>An answer to a question of the protocol.</summary>
public sealed record TriageAnswer(string QuestionCode, Answer Answer);
