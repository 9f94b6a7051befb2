using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>Which status may follow which, and which event says so.</summary>
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

    /// <summary>The status to which an event takes an assignment, its first one too; null for an event that takes none anywhere.</summary>
    public static AssignmentStep? Of(EmergencyEvent happened) => happened switch
    {
        EmergencyEvent.UnitOffered offered => new(offered.Assignment, offered.Unit, AssignmentStatus.Offered, offered.At),
        EmergencyEvent.ReservationOffered offered => new(offered.Assignment, offered.Unit, AssignmentStatus.Offered, offered.At),
        EmergencyEvent.OfferAccepted accepted => new(accepted.Assignment, accepted.Unit, AssignmentStatus.Accepted, accepted.At),
        EmergencyEvent.UnitStatusReported reported => new(reported.Assignment, reported.Unit, reported.Status, reported.At),
        EmergencyEvent.OfferDeclined declined => new(declined.Assignment, declined.Unit, AssignmentStatus.Declined, declined.At),
        EmergencyEvent.OfferExpired expired => new(expired.Assignment, expired.Unit, AssignmentStatus.Expired, expired.At),
        EmergencyEvent.OfferRescinded rescinded => new(rescinded.Assignment, rescinded.Unit, AssignmentStatus.Rescinded, rescinded.At),
        EmergencyEvent.UnitStoodDown stoodDown => new(stoodDown.Assignment, stoodDown.Unit, AssignmentStatus.StoodDown, stoodDown.At),
        EmergencyEvent.UnitDiverted diverted => new(diverted.Assignment, diverted.Unit, AssignmentStatus.Diverted, diverted.At),
        EmergencyEvent.JobHandedOver handed => new(handed.Assignment, handed.Unit, AssignmentStatus.HandedOver, handed.At),
        _ => null,
    };

    /// <summary>True while the unit is bound by it.</summary>
    public static bool IsLive(AssignmentStatus status) => status < AssignmentStatus.Clear;

    /// <summary>True once the crew has taken the job, until it is clear.</summary>
    public static bool IsJob(AssignmentStatus status) => IsLive(status) && status != AssignmentStatus.Offered;

    /// <summary>True while the crew has the job and is not with the patient.</summary>
    public static bool IsUnderWay(AssignmentStatus status) => status is AssignmentStatus.Accepted or AssignmentStatus.EnRoute;

    /// <summary>
    /// When a unit on its way should be there, by the estimate of when it was asked, counted anew from when it set out. Null when it is not
    /// on its way, or nobody knows how far it is.
    /// </summary>
    /// <param name="status">How far it is.</param>
    /// <param name="since">Since when.</param>
    /// <param name="travel">How long the way was said to take; null when that is not known.</param>
    public static DateTimeOffset? DueAt(AssignmentStatus status, DateTimeOffset since, TimeSpan? travel) =>
        IsUnderWay(status) ? since + travel : null;

    /// <summary>True for what a crew may say about its job.</summary>
    public static bool IsReport(AssignmentStatus status) => status is >= AssignmentStatus.EnRoute and <= AssignmentStatus.Clear;
}
