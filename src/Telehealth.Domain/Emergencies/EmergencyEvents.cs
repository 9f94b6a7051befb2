using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Paramedics;

namespace Telehealth.Domain.Emergencies;

/// <summary>What happened to a request for help. Who did it stands beside the event in the log.</summary>
public abstract record EmergencyEvent
{
    private EmergencyEvent()
    {
    }

    /// <summary>Somebody asked for help.</summary>
    /// <param name="Emergency">Its id.</param>
    /// <param name="Patient">Who needs help, when they signed in themselves; null for a caller.</param>
    /// <param name="Complaint">A code of the triage protocol.</param>
    /// <param name="Description">What happened, in the caller's words.</param>
    /// <param name="Answers">What was answered to the protocol's questions.</param>
    /// <param name="Place">Where.</param>
    /// <param name="CallbackNumber">The number to ring back.</param>
    /// <param name="Triage">The priority, with the reasons for it and the skills it asks for.</param>
    /// <param name="At">When, by the server's clock.</param>
    public sealed record EmergencyRaised(
        EmergencyId Emergency,
        PersonId? Patient,
        string Complaint,
        string Description,
        IReadOnlyList<TriageAnswer> Answers,
        Place Place,
        string CallbackNumber,
        Triage Triage,
        DateTimeOffset At) : EmergencyEvent;

    /// <summary>A better location became known.</summary>
    public sealed record LocationImproved(Place Place, DateTimeOffset At) : EmergencyEvent;

    /// <summary>A dispatcher changed the priority.</summary>
    public sealed record PriorityChanged(Priority Priority, string Reason, DateTimeOffset At) : EmergencyEvent;

    /// <summary>A dispatcher wrote something down.</summary>
    public sealed record NoteAdded(string Text, DateTimeOffset At) : EmergencyEvent;

    /// <summary>A unit was offered the job.</summary>
    public sealed record UnitOffered(AssignmentId Assignment, int Epoch, UnitId Unit, bool ByHand, Travel? Travel, DateTimeOffset Deadline, DateTimeOffset At) : EmergencyEvent;

    /// <summary>The unit took it.</summary>
    public sealed record OfferAccepted(AssignmentId Assignment, UnitId Unit, DateTimeOffset DeviceTime, DateTimeOffset At) : EmergencyEvent;

    /// <summary>The unit said no.</summary>
    public sealed record OfferDeclined(AssignmentId Assignment, UnitId Unit, string Reason, DateTimeOffset DeviceTime, DateTimeOffset At) : EmergencyEvent;

    /// <summary>The unit did not answer in time.</summary>
    public sealed record OfferExpired(AssignmentId Assignment, UnitId Unit, DateTimeOffset At) : EmergencyEvent;

    /// <summary>The offer was withdrawn before an answer.</summary>
    public sealed record OfferRescinded(AssignmentId Assignment, UnitId Unit, string Reason, DateTimeOffset At) : EmergencyEvent;

    /// <summary>The unit reported its next status.</summary>
    public sealed record UnitStatusReported(AssignmentId Assignment, UnitId Unit, AssignmentStatus Status, DateTimeOffset DeviceTime, DateTimeOffset At) : EmergencyEvent;

    /// <summary>A unit that had taken the job was released by a person.</summary>
    public sealed record UnitStoodDown(AssignmentId Assignment, UnitId Unit, string Reason, DateTimeOffset At) : EmergencyEvent;

    /// <summary>Nobody is left to offer the job to; a dispatcher must act.</summary>
    public sealed record UnitsExhausted(AlarmId Alarm, DateTimeOffset At) : EmergencyEvent;

    /// <summary>A unit that has the job has not been heard of for too long. It keeps the job: only a person releases a crew.</summary>
    public sealed record UnitFellSilent(AlarmId Alarm, AssignmentId Assignment, UnitId Unit, DateTimeOffset At) : EmergencyEvent;

    /// <summary>A dispatcher has seen an alarm.</summary>
    public sealed record AlarmAcknowledged(AlarmId Alarm, DateTimeOffset At) : EmergencyEvent;

    /// <summary>Units are looked at again, also those that said no when a dispatcher wanted that.</summary>
    public sealed record SearchRestarted(bool AlsoThoseWhoSaidNo, DateTimeOffset At) : EmergencyEvent;

    /// <summary>The unit is clear and nothing is left to do.</summary>
    public sealed record EmergencyCompleted(DateTimeOffset At) : EmergencyEvent;

    /// <summary>Help is no longer needed.</summary>
    public sealed record EmergencyCancelled(string Reason, DateTimeOffset At) : EmergencyEvent;
}

/// <summary>A location with what is known about its quality.</summary>
/// <param name="Point">Where.</param>
/// <param name="AccuracyMetres">Radius that the device gave; null when a person pointed at a map.</param>
/// <param name="Source">Who said so.</param>
/// <param name="Note">Floor, door, landmark.</param>
public sealed record Place(GeoPoint Point, double? AccuracyMetres, LocationSource Source, string? Note);

/// <summary>Where a location comes from.</summary>
public enum LocationSource
{
    /// <summary>The device's own positioning.</summary>
    Device,

    /// <summary>A person pointed at a map.</summary>
    Map,

    /// <summary>A caller said it and somebody else entered it.</summary>
    Caller,
}

/// <summary>How far a unit was when it was offered the job.</summary>
/// <param name="Duration">Time to get there.</param>
/// <param name="Distance">Way to get there.</param>
/// <param name="Source">How it was reckoned: <c>roads</c> or <c>crow_fly</c>.</param>
public sealed record Travel(TimeSpan Duration, Distance Distance, string Source);

/// <summary>The stages of one unit's involvement, from the offer to its end.</summary>
public enum AssignmentStatus
{
    /// <summary>Asked, no answer yet.</summary>
    Offered,

    /// <summary>Taken.</summary>
    Accepted,

    /// <summary>Driving to the scene.</summary>
    EnRoute,

    /// <summary>At the scene.</summary>
    OnScene,

    /// <summary>Driving to a hospital with the patient.</summary>
    Transporting,

    /// <summary>At the hospital.</summary>
    AtHospital,

    /// <summary>Done; the unit can be sent again.</summary>
    Clear,

    /// <summary>Ended: the unit said no.</summary>
    Declined,

    /// <summary>Ended: no answer in time.</summary>
    Expired,

    /// <summary>Ended: withdrawn before an answer.</summary>
    Rescinded,

    /// <summary>Ended: released by a person after acceptance.</summary>
    StoodDown,
}
