using Telehealth.Domain.Triage;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>Facts of an emergency that a person may correct; what is null is not concerned.</summary>
/// <param name="Place">Where.</param>
/// <param name="CallbackNumber">The number to ring back; empty when there is none.</param>
/// <param name="Complaint">A code of the triage protocol.</param>
/// <param name="AgeYears">The patient's age, 0 to 120.</param>
public sealed record Correction(Place? Place, string? CallbackNumber, string? Complaint, int? AgeYears);
