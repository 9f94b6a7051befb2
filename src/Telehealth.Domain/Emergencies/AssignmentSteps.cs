namespace Telehealth.Domain.Emergencies;

/// <summary>Which status may follow which.</summary>
public static class AssignmentSteps
{
    /// <summary>
    /// The legal edges. A step may be skipped forward (a crew in a hurry reports what is true now), never back;
    /// a job without transport is clear from the scene.
    /// </summary>
    public static bool MayFollow(AssignmentStatus present, AssignmentStatus next) =>
        present is >= AssignmentStatus.Accepted and < AssignmentStatus.Clear
        && next is > AssignmentStatus.Accepted and <= AssignmentStatus.Clear
        && next > present
        && (next != AssignmentStatus.AtHospital || present >= AssignmentStatus.OnScene);

    /// <summary>True while the unit is bound by it.</summary>
    public static bool IsLive(AssignmentStatus status) => status < AssignmentStatus.Clear;

    /// <summary>True for what a crew may say about its job.</summary>
    public static bool IsReport(AssignmentStatus status) => status is >= AssignmentStatus.EnRoute and <= AssignmentStatus.Clear;
}
