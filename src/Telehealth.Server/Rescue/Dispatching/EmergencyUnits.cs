using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Server.Rescue.Dispatching;

internal static class EmergencyUnits
{
    /// <summary>Who had an involvement that is over.</summary>
    public static UnitId? Ended(Emergency emergency, AssignmentId assignment) => emergency switch
    {
        Emergency.Open open when open.Facts.Ended.TryGetValue(assignment, out var unit) => unit,
        Emergency.Over over when over.Facts.Ended.TryGetValue(assignment, out var unit) => unit,
        _ => null,
    };
}
