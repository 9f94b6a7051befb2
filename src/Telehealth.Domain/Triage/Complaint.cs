namespace Telehealth.Domain.Triage;

/// <summary>A complaint to choose from, with the questions to ask for it in order.</summary>
public sealed record Complaint(string Code, string Label, Priority StartsAt, Skills Skills, IReadOnlyList<string> QuestionCodes);
