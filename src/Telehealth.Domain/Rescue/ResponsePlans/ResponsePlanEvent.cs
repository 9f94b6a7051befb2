using static Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanCommand;
using static Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanEvent;

namespace Telehealth.Domain.Rescue.ResponsePlans;

/// <summary>What happened to a tenant's response plans.</summary>
public abstract record ResponsePlanEvent
{
    private ResponsePlanEvent()
    {
    }

    /// <summary>These plans, and no others, hold from now on.</summary>
    public sealed record ResponsePlansPublished(int Version, IReadOnlyList<ResponsePlan> Plans, string Note, DateTimeOffset At)
        : ResponsePlanEvent;
}
