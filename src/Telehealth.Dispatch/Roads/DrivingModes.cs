using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Roads;

/// <summary>When a crew drives how.</summary>
public static class DrivingModes
{
    /// <summary>With lights and sirens to where minutes matter, with the traffic elsewhere.</summary>
    public static DrivingMode For(Priority priority) => priority.IsUrgent() ? DrivingMode.LightsAndSirens : DrivingMode.Regular;
}
