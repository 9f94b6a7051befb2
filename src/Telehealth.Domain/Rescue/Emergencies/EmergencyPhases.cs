namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>Which phase an emergency is in while it is not over. How it ended is what its last event says.</summary>
public static class EmergencyPhases
{
    /// <summary>Whether help is still needed or under way.</summary>
    public static bool IsOpen(EmergencyPhase phase) => phase is not (EmergencyPhase.Completed or EmergencyPhase.Cancelled);

    /// <summary>The phase of an open emergency. A unit for which it is only kept does not count.</summary>
    public static EmergencyPhase Of(Emergency.Open open) =>
        Of(open.HasCrew, open.Assignments.Exists(assignment => assignment.IsOffer), open.Facts.NobodyLeft);

    /// <summary>The same for whoever has counted its units.</summary>
    /// <param name="hasCrew">A crew has taken the job and is not clear.</param>
    /// <param name="isAsked">A crew has an offer that it has not answered.</param>
    /// <param name="nobodyLeft">There was nobody left to ask when units were last looked for.</param>
    public static EmergencyPhase Of(bool hasCrew, bool isAsked, bool nobodyLeft) => (hasCrew, isAsked, nobodyLeft) switch
    {
        (true, _, _) => EmergencyPhase.Assigned,
        (_, true, _) => EmergencyPhase.Offered,
        (_, _, true) => EmergencyPhase.Unserved,
        _ => EmergencyPhase.Searching,
    };
}
