using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanCommand;
using static Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanEvent;

namespace Telehealth.Domain.Rescue.ResponsePlans;

/// <summary>So many units that can do this, with nothing left open.</summary>
/// <param name="Role">What people call them.</param>
/// <param name="Skills">What each must be able to do; never none.</param>
/// <param name="Count">How many.</param>
public sealed record NeededUnit(string Role, Skills Skills, int Count);
