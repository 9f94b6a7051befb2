using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanCommand;

namespace Telehealth.Domain.Rescue.ResponsePlans;

/// <summary>So many units that can do this.</summary>
/// <param name="Role">What people call them, such as "Ambulance".</param>
/// <param name="Skills">What each must be able to do; null for whatever triage asked for.</param>
/// <param name="Count">How many, 1 to 10.</param>
public sealed record RequiredUnit(string Role, Skills? Skills, int Count);
