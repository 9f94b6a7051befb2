using Telehealth.Domain.Triage;
namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>
/// Which emergency may take a unit that is under way to another. A person may decide otherwise; the rule never does, and never for a unit
/// that has reached its patient.
/// </summary>
public static class Diversion
{
    /// <summary>
    /// Only somebody whose life is in danger takes a unit away, from anything less urgent; a serious emergency takes it from what can wait
    /// safely. A chosen default: each diversion costs the one who loses the unit minutes and the crew its bearings.
    /// </summary>
    public static bool Allows(Priority from, Priority to) => to switch
    {
        Priority.LifeThreatening => from > Priority.LifeThreatening,
        Priority.Emergency => from >= Priority.LessUrgent,
        _ => false,
    };
}
