using Telehealth.Domain.Triage;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>One unit of the response.</summary>
/// <param name="Number">Its place in the response, from 1; never given twice in one emergency.</param>
/// <param name="Role">What people call it, such as "Advanced ambulance".</param>
/// <param name="Skills">What the unit must be able to do.</param>
public sealed record Need(int Number, string Role, Skills Skills);
