using static Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanCommand;

namespace Telehealth.Domain.Rescue.ResponsePlans;

/// <summary>One alarm level of a plan.</summary>
/// <param name="Adds">The units that come on top of the levels before; at least one.</param>
public sealed record AlarmLevel(IReadOnlyList<RequiredUnit> Adds);
