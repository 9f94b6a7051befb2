using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Domain.Rescue.Emergencies;

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
    /// <param name="Place">Where, as far as that is known.</param>
    /// <param name="CallbackNumber">The number to ring back, as it was typed; null when none is known.</param>
    /// <param name="Triage">The priority, with the reasons for it and the skills it asks for.</param>
    /// <param name="At">When, by the server's clock.</param>
    /// <param name="CalledAt">When the call came, for one that is entered later.</param>
    /// <param name="Unverified">True when nobody signed in for it: who asks is not known.</param>
    public sealed record EmergencyRaised(
        EmergencyId Emergency,
        PersonId? Patient,
        string Complaint,
        string Description,
        IReadOnlyList<TriageAnswer> Answers,
        Place Place,
        string? CallbackNumber,
        TriageResult Triage,
        DateTimeOffset At,
        DateTimeOffset? CalledAt = null,
        bool Unverified = false) : EmergencyEvent;

    /// <summary>The patient said more, after the first call for help. What is null was not said.</summary>
    /// <param name="Complaint">A code of the triage protocol.</param>
    /// <param name="Description">What happened, in the patient's words.</param>
    /// <param name="Answers">All that has been answered by now.</param>
    /// <param name="CallbackNumber">The number to ring back, as it was typed.</param>
    /// <param name="Triage">What the protocol makes of it now.</param>
    /// <param name="At">When, by the server's clock.</param>
    public sealed record DetailsGiven(
        string? Complaint, string? Description, IReadOnlyList<TriageAnswer>? Answers, string? CallbackNumber, TriageResult Triage,
        DateTimeOffset At) : EmergencyEvent;

    /// <summary>A dispatcher corrected what was known. Crews on it must be told.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Was">What was known of the corrected facts before.</param>
    /// <param name="Now">The corrected facts; what is null was not corrected.</param>
    /// <param name="Triage">What the protocol makes of it now; null when nothing changes for it.</param>
    /// <param name="At">When, by the server's clock.</param>
    public sealed record EmergencyCorrected(string Reason, Correction Was, Correction Now, TriageResult? Triage, DateTimeOffset At)
        : EmergencyEvent;

    /// <summary>A crew has seen what changed.</summary>
    /// <param name="Assignment">By which involvement.</param>
    /// <param name="Unit">Whose crew.</param>
    /// <param name="Version">The version of the emergency up to which its changes were shown.</param>
    /// <param name="At">When, by the server's clock.</param>
    public sealed record ChangesSeen(AssignmentId Assignment, UnitId Unit, long Version, DateTimeOffset At) : EmergencyEvent;

    /// <summary>Somebody else rang about the same.</summary>
    /// <param name="CallbackNumber">Their number, as it was typed; null when none is known.</param>
    /// <param name="Words">What they said.</param>
    /// <param name="At">When it was entered, by the server's clock.</param>
    /// <param name="CalledAt">When the call came, for one that is entered later.</param>
    public sealed record CallerAdded(string? CallbackNumber, string Words, DateTimeOffset At, DateTimeOffset? CalledAt = null)
        : EmergencyEvent;

    /// <summary>A better location became known.</summary>
    public sealed record LocationImproved(Place Place, DateTimeOffset At) : EmergencyEvent;

    /// <summary>A dispatcher changed the priority.</summary>
    public sealed record PriorityChanged(Priority Priority, string Reason, DateTimeOffset At) : EmergencyEvent;

    /// <summary>A dispatcher or a crew wrote something down.</summary>
    /// <param name="Text">What.</param>
    /// <param name="At">When it arrived, by the server's clock.</param>
    /// <param name="DeviceTime">When it was written, by the clock of the crew's device; null when the server is the witness.</param>
    public sealed record NoteAdded(string Text, DateTimeOffset At, DateTimeOffset? DeviceTime = null) : EmergencyEvent;

    /// <summary>More units are asked for: the response plan at the beginning, a further alarm level, or a person.</summary>
    /// <param name="Needs">Those that come on top.</param>
    /// <param name="AlarmLevel">The level that this reaches.</param>
    /// <param name="Plan">Which row of the response plans said so, or why a person did.</param>
    /// <param name="PlanVersion">Which version of the plans; null when a person asked.</param>
    /// <param name="At">When, by the server's clock.</param>
    public sealed record UnitsRequired(IReadOnlyList<Need> Needs, int AlarmLevel, string Plan, int? PlanVersion, DateTimeOffset At)
        : EmergencyEvent;

    /// <summary>
    /// A unit that nobody has met yet is no longer asked for: a person said so, or what the patient said later asks for less.
    /// </summary>
    public sealed record NeedWithdrawn(int Need, string Reason, DateTimeOffset At, bool ByRule = false) : EmergencyEvent;

    /// <summary>A unit was offered the job.</summary>
    /// <param name="Assignment">Its involvement.</param>
    /// <param name="Epoch">The number of the offer within the emergency.</param>
    /// <param name="Unit">Whom.</param>
    /// <param name="ByHand">True when a person chose it.</param>
    /// <param name="Travel">How far it was, when that is known.</param>
    /// <param name="Deadline">Until when the offer stands.</param>
    /// <param name="At">When, by the server's clock.</param>
    /// <param name="Need">Which unit of the response it would be.</param>
    /// <param name="Relieves">The assignment that it takes over on scene.</param>
    /// <param name="Recommended">Whom the rule would have asked, when a person chose another.</param>
    public sealed record UnitOffered(
        AssignmentId Assignment,
        int Epoch,
        UnitId Unit,
        bool ByHand,
        Travel? Travel,
        DateTimeOffset Deadline,
        DateTimeOffset At,
        int Need = 1,
        AssignmentId? Relieves = null,
        UnitId? Recommended = null) : EmergencyEvent;

    /// <summary>The crew was paged again: half of the time to answer had passed.</summary>
    public sealed record UnitPagedAgain(AssignmentId Assignment, UnitId Unit, DateTimeOffset At) : EmergencyEvent;

    /// <summary>
    /// The job was reserved for a unit that still has another: it is asked as soon as it is clear. Nobody is bound by this.
    /// </summary>
    public sealed record UnitReserved(
        AssignmentId Assignment, int Epoch, UnitId Unit, int Need, bool ByHand, Travel? Travel, DateTimeOffset At) : EmergencyEvent;

    /// <summary>The reserved unit came free and is asked now.</summary>
    public sealed record ReservationOffered(AssignmentId Assignment, UnitId Unit, DateTimeOffset Deadline, DateTimeOffset At)
        : EmergencyEvent;

    /// <summary>The job is no longer kept for this unit.</summary>
    public sealed record ReservationReleased(AssignmentId Assignment, UnitId Unit, string Reason, DateTimeOffset At) : EmergencyEvent;

    /// <summary>The unit took it.</summary>
    public sealed record OfferAccepted(AssignmentId Assignment, UnitId Unit, DateTimeOffset DeviceTime, DateTimeOffset At) : EmergencyEvent;

    /// <summary>The unit said no.</summary>
    public sealed record OfferDeclined(AssignmentId Assignment, UnitId Unit, string Reason, DateTimeOffset DeviceTime, DateTimeOffset At)
        : EmergencyEvent;

    /// <summary>The unit did not answer in time.</summary>
    public sealed record OfferExpired(AssignmentId Assignment, UnitId Unit, DateTimeOffset At) : EmergencyEvent;

    /// <summary>The offer was withdrawn before an answer; a unit from which a rule took it may be asked again.</summary>
    public sealed record OfferRescinded(AssignmentId Assignment, UnitId Unit, string Reason, DateTimeOffset At, bool ByRule = false)
        : EmergencyEvent;

    /// <summary>The unit reported its next status.</summary>
    public sealed record UnitStatusReported(
        AssignmentId Assignment, UnitId Unit, AssignmentStatus Status, DateTimeOffset DeviceTime, DateTimeOffset At) : EmergencyEvent;

    /// <summary>A unit that had taken the job was released by a person.</summary>
    public sealed record UnitStoodDown(AssignmentId Assignment, UnitId Unit, string Reason, DateTimeOffset At) : EmergencyEvent;

    /// <summary>A unit under way was sent to something more urgent; this emergency goes back to the queue with its age.</summary>
    public sealed record UnitDiverted(AssignmentId Assignment, UnitId Unit, EmergencyId To, bool ByHand, string Reason, DateTimeOffset At)
        : EmergencyEvent;

    /// <summary>Another unit has taken the patient over on scene; this one is released.</summary>
    public sealed record JobHandedOver(AssignmentId Assignment, UnitId Unit, UnitId To, DateTimeOffset At) : EmergencyEvent;

    /// <summary>Where the patient is taken.</summary>
    /// <param name="Assignment">By which unit's involvement.</param>
    /// <param name="Unit">Which unit.</param>
    /// <param name="Hospital">The hospital's code.</param>
    /// <param name="Name">Its name at that time.</param>
    /// <param name="Travel">How far it was, when that is known.</param>
    /// <param name="Recommended">The code of the one that was recommended, when another was chosen.</param>
    /// <param name="At">When, by the server's clock.</param>
    public sealed record HospitalChosen(
        AssignmentId Assignment, UnitId Unit, string Hospital, string Name, Travel? Travel, string? Recommended,
        DateTimeOffset At) : EmergencyEvent;

    /// <summary>A device reported on an involvement that was over. It is kept and shown, and changes nothing.</summary>
    public sealed record LateReportRecorded(
        AssignmentId Assignment, UnitId Unit, int Epoch, AssignmentStatus Status, DateTimeOffset DeviceTime,
        DateTimeOffset At) : EmergencyEvent;

    /// <summary>Nobody has taken the job for too long; a dispatcher must see it. The search goes on.</summary>
    public sealed record AnswerOverdue(AlarmId Alarm, DateTimeOffset At) : EmergencyEvent;

    /// <summary>
    /// The server did not get on with this emergency by itself: a unit is needed, and nobody is being asked. A dispatcher must act.
    /// </summary>
    public sealed record DispatchStalled(AlarmId Alarm, DateTimeOffset At) : EmergencyEvent;

    /// <summary>Somebody has waited so long that they should be asked how they are.</summary>
    public sealed record WelfareCheckDue(AlarmId Alarm, DateTimeOffset At) : EmergencyEvent;

    /// <summary>Nobody has said where help is needed; a dispatcher must ask. No unit is looked for until then.</summary>
    public sealed record PlaceStillMissing(AlarmId Alarm, DateTimeOffset At) : EmergencyEvent;

    /// <summary>No dispatcher is there to look after it; whoever can be reached must be.</summary>
    public sealed record NobodyPresent(AlarmId Alarm, DateTimeOffset At) : EmergencyEvent;

    /// <summary>Nobody is left to offer the job to; a dispatcher must act.</summary>
    public sealed record UnitsExhausted(AlarmId Alarm, DateTimeOffset At) : EmergencyEvent;

    /// <summary>A unit that has the job has not been heard of for too long. It keeps the job: only a person releases a crew.</summary>
    public sealed record UnitFellSilent(AlarmId Alarm, AssignmentId Assignment, UnitId Unit, DateTimeOffset At) : EmergencyEvent;

    /// <summary>A hospital could not be told of a patient, or that none comes. A dispatcher must ring it.</summary>
    /// <param name="Alarm">What asks the dispatcher.</param>
    /// <param name="Assignment">Of which unit's involvement.</param>
    /// <param name="Unit">Which unit.</param>
    /// <param name="Hospital">The hospital's name at that time.</param>
    /// <param name="At">When, by the server's clock.</param>
    public sealed record HospitalNotTold(AlarmId Alarm, AssignmentId Assignment, UnitId Unit, string Hospital, DateTimeOffset At)
        : EmergencyEvent;

    /// <summary>A person has told a hospital by telephone.</summary>
    /// <param name="Notice">What was to be told.</param>
    /// <param name="Assignment">Of which unit's involvement.</param>
    /// <param name="Unit">Which unit.</param>
    /// <param name="Hospital">The hospital's name at that time.</param>
    /// <param name="IsComing">Whether the patient comes, or does not after all.</param>
    /// <param name="At">When it was entered, by the server's clock.</param>
    public sealed record HospitalRung(
        NoticeId Notice, AssignmentId Assignment, UnitId Unit, string Hospital, bool IsComing, DateTimeOffset At) : EmergencyEvent;

    /// <summary>A dispatcher has seen an alarm.</summary>
    public sealed record AlarmAcknowledged(AlarmId Alarm, DateTimeOffset At) : EmergencyEvent;

    /// <summary>Units are looked at again, also those that said no when a dispatcher wanted that.</summary>
    public sealed record SearchRestarted(bool AlsoThoseWhoSaidNo, DateTimeOffset At) : EmergencyEvent;

    /// <summary>The last unit is clear and nothing is left to do.</summary>
    public sealed record EmergencyCompleted(DateTimeOffset At) : EmergencyEvent;

    /// <summary>Help is no longer needed.</summary>
    public sealed record EmergencyCancelled(string Reason, DateTimeOffset At) : EmergencyEvent;

    /// <summary>It had been ended by mistake.</summary>
    public sealed record EmergencyReopened(string Reason, DateTimeOffset At) : EmergencyEvent;
}
