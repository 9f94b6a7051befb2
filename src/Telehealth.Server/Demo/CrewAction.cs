using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;

namespace Telehealth.Server.Demo;

/// <summary>What a simulated crew does next, as its device would send it.</summary>
internal abstract record CrewAction
{
    private CrewAction()
    {
    }

    public sealed record Accept(JobView Job) : CrewAction;

    public sealed record Decline(JobView Job, string Reason) : CrewAction;

    public sealed record Report(JobView Job, AssignmentStatus Status) : CrewAction;

    public sealed record Position(PositionFix Fix) : CrewAction;
}
