using static Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanCommand;
using static Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanEvent;

namespace Telehealth.Domain.Rescue.ResponsePlans;

/// <summary>What may be asked of a tenant's response plans.</summary>
public abstract record ResponsePlanCommand
{
    private ResponsePlanCommand()
    {
    }

    /// <summary>
    /// Replaces all plans at once, so that nobody is ever sent by half of a change.
    /// <c>ExpectedVersion</c> is the version that was edited: a change in between is not overwritten unseen.
    /// </summary>
    public sealed record PublishPlans(int ExpectedVersion, IReadOnlyList<ResponsePlan> Plans, string Note) : ResponsePlanCommand;
}
