namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>
/// What a crew may know of an emergency, by how far its involvement is: everyone who is asked must be able to answer, and only who has the
/// job needs to know whose it is. Dispatchers see all of it, and callers what they said themselves.
/// </summary>
public static class CrewKnowledge
{
    /// <summary>
    /// Who the patient is and how to ring them: for the crew that has the job or has done it, not for one that is asked or was released.
    /// </summary>
    public static bool OfCaller(AssignmentStatus status) => status is > AssignmentStatus.Offered and <= AssignmentStatus.Clear;

    /// <summary>
    /// What others noted, and what the crew itself adds: for one that has or had the job, also after it was released, to write it up.
    /// </summary>
    public static bool OfNotes(AssignmentStatus status) =>
        OfCaller(status) || status is AssignmentStatus.StoodDown or AssignmentStatus.Diverted or AssignmentStatus.HandedOver;

    /// <summary>
    /// What triage was told: also for one that still has to answer. One that declined, or was asked in vain, has no part in it any more.
    /// </summary>
    public static bool OfTriage(AssignmentStatus status) => status == AssignmentStatus.Offered || OfNotes(status);
}
