using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Domain.Triage;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>What may be asked of an emergency.</summary>
public abstract record EmergencyCommand
{
    private EmergencyCommand()
    {
    }

    /// <summary>Somebody asks for help.</summary>
    public sealed record RaiseEmergency(
        EmergencyId Emergency,
        PersonId? Patient,
        string Complaint,
        string Description,
        IReadOnlyList<TriageAnswer> Answers,
        Place Place,
        string? CallbackNumber) : EmergencyCommand
    {
        /// <summary>When the call came, for one that is entered later.</summary>
        public DateTimeOffset? CalledAt { get; init; }

        /// <summary>Nobody signed in for it: who asks is not known.</summary>
        public bool Unverified { get; init; }

        /// <summary>The response plans that hold now; without them one unit is sent, with what triage asks for.</summary>
        public ResponsePlanBook? Plans { get; init; }
    }

    /// <summary>The patient says more about an emergency that has been raised; what is null is not said.</summary>
    public sealed record GiveDetails(
        PersonId Patient, string? Complaint, string? Description, IReadOnlyList<TriageAnswer>? Answers,
        string? CallbackNumber) : EmergencyCommand
    {
        /// <summary>The response plans that hold now.</summary>
        public ResponsePlanBook? Plans { get; init; }
    }

    /// <summary>A dispatcher corrects what is known; what is null stays.</summary>
    public sealed record CorrectEmergency(Correction Now, string Reason) : EmergencyCommand
    {
        /// <summary>The response plans that hold now.</summary>
        public ResponsePlanBook? Plans { get; init; }
    }

    /// <summary>A crew has seen what changed, up to this version of the emergency.</summary>
    public sealed record SeeChanges(AssignmentId Assignment, UnitId Unit, long Version) : EmergencyCommand;

    /// <summary>Somebody else rings about the same.</summary>
    public sealed record AddCaller(string? CallbackNumber, string Words, DateTimeOffset? CalledAt = null) : EmergencyCommand;

    /// <summary>It was ended by mistake. Refused when that is longer ago than <c>Within</c>.</summary>
    public sealed record ReopenEmergency(string Reason, TimeSpan Within) : EmergencyCommand;

    /// <summary>A better location is known.</summary>
    public sealed record ImproveLocation(PersonId? Patient, Place Place) : EmergencyCommand;

    /// <summary>A dispatcher knows better than the protocol.</summary>
    public sealed record ChangePriority(Priority Priority, string Reason) : EmergencyCommand;

    /// <summary>A dispatcher or a crew writes something down.</summary>
    /// <param name="Text">What, 1 to 1,000 characters.</param>
    /// <param name="DeviceTime">When, by the clock of the crew's device; null for who writes at a console.</param>
    public sealed record AddNote(string Text, DateTimeOffset? DeviceTime = null) : EmergencyCommand;

    /// <summary>A further alarm level is struck: the response plan says which units come on top.</summary>
    public sealed record StrikeAlarm(int Level, ResponsePlanBook Plans) : EmergencyCommand;

    /// <summary>A unit of the response that nobody has taken is no longer asked for.</summary>
    public sealed record WithdrawNeed(int Need, string Reason) : EmergencyCommand;

    /// <summary>
    /// The dispatcher's rule asks these units, all of them or none. Refused when a need has a unit bound already or is not there;
    /// several for one need are parallel offers, of which the first acceptance wins.
    /// </summary>
    public sealed record OfferUnits(IReadOnlyList<UnitOffer> Offers, TimeSpan AnswerWithin) : EmergencyCommand;

    /// <summary>
    /// The place has changed and another unit is faster to it now: the offer goes to that one, unless it has been answered.
    /// </summary>
    public sealed record ReplaceOffer(AssignmentId Instead, UnitOffer Offer, TimeSpan AnswerWithin) : EmergencyCommand;

    /// <summary>
    /// A person asks this unit. <c>Instead</c> is the involvement that ends for it; without one
    /// it meets a need that nobody has, takes the place of a lone offer, or comes on top. With
    /// <c>Relieves</c> it takes a patient over on scene, and the present crew stays until then.
    /// </summary>
    public sealed record AssignByHand(AssignmentId Assignment, UnitId Unit, Travel? Travel, TimeSpan AnswerWithin, string Reason)
        : EmergencyCommand
    {
        /// <summary>The involvement that ends for this one.</summary>
        public AssignmentId? Instead { get; init; }

        /// <summary>The involvement that this one takes over on scene.</summary>
        public AssignmentId? Relieves { get; init; }

        /// <summary>Whom the rule would have asked.</summary>
        public UnitId? Recommended { get; init; }
    }

    /// <summary>Keeps the job for a unit that still has another.</summary>
    public sealed record ReserveUnit(AssignmentId Assignment, UnitId Unit, int? Need, bool ByHand, Travel? Travel) : EmergencyCommand;

    /// <summary>The reserved unit is clear: it is asked now.</summary>
    public sealed record OfferReservation(AssignmentId Assignment, TimeSpan AnswerWithin) : EmergencyCommand;

    /// <summary>The job is no longer kept for the unit.</summary>
    public sealed record ReleaseReservation(AssignmentId Assignment, string Reason) : EmergencyCommand;

    /// <summary>The crew has not answered for half of its time and is paged again.</summary>
    public sealed record PageAgain(AssignmentId Assignment) : EmergencyCommand;

    /// <summary>A person releases a unit; the search for another goes on.</summary>
    public sealed record StandDown(AssignmentId Assignment, string Reason) : EmergencyCommand;

    /// <summary>
    /// A unit under way is needed elsewhere more urgently. By the rule only
    /// as <see cref="Diversion.Allows"/> says; a person may decide otherwise.
    /// </summary>
    public sealed record DivertUnit(AssignmentId Assignment, EmergencyId To, Priority ToPriority, bool ByHand, string Reason)
        : EmergencyCommand;

    /// <summary>Where the patient is taken.</summary>
    public sealed record ChooseHospital(
        AssignmentId Assignment, UnitId Unit, string Hospital, string Name, Travel? Travel, string? Recommended) : EmergencyCommand;

    /// <summary>Nobody took it, though minutes matter.</summary>
    /// <param name="Alarm">The alarm's id, if one is due.</param>
    /// <param name="After">How long that may be so.</param>
    public sealed record ReportAnswerOverdue(AlarmId Alarm, TimeSpan After) : EmergencyCommand;

    /// <summary>The server does not get on with the emergency by itself. Told once, until somebody is asked or nobody is left.</summary>
    public sealed record ReportDispatchStalled(AlarmId Alarm) : EmergencyCommand;

    /// <summary>Somebody has waited long.</summary>
    /// <param name="Alarm">The alarm's id, if one is due.</param>
    /// <param name="Every">How often whoever waits is to be asked.</param>
    public sealed record AskForWelfare(AlarmId Alarm, TimeSpan Every) : EmergencyCommand;

    /// <summary>The unit takes the job.</summary>
    public sealed record AcceptOffer(AssignmentId Assignment, int Epoch, UnitId Unit, DateTimeOffset DeviceTime) : EmergencyCommand;

    /// <summary>The unit does not take the job.</summary>
    public sealed record DeclineOffer(AssignmentId Assignment, int Epoch, UnitId Unit, string Reason, DateTimeOffset DeviceTime)
        : EmergencyCommand;

    /// <summary>The deadline has passed.</summary>
    public sealed record ExpireOffer(AssignmentId Assignment) : EmergencyCommand;

    /// <summary>The unit is a step further.</summary>
    public sealed record ReportStatus(AssignmentId Assignment, int Epoch, UnitId Unit, AssignmentStatus Status, DateTimeOffset DeviceTime)
        : EmergencyCommand;

    /// <summary>Nobody has said where help is needed.</summary>
    /// <param name="Alarm">The alarm's id, if one is due.</param>
    /// <param name="After">How long that may be so.</param>
    public sealed record ReportPlaceMissing(AlarmId Alarm, TimeSpan After) : EmergencyCommand;

    /// <summary>No dispatcher is there.</summary>
    /// <param name="Alarm">The alarm's id, if one is due.</param>
    /// <param name="After">How long an emergency may wait for one.</param>
    public sealed record ReportNobodyPresent(AlarmId Alarm, TimeSpan After) : EmergencyCommand;

    /// <summary>The dispatcher's rule found nobody.</summary>
    public sealed record DeclareUnitsExhausted(AlarmId Alarm) : EmergencyCommand;

    /// <summary>The unit that has the job is not heard of.</summary>
    /// <param name="Alarm">The alarm's id, if one is due.</param>
    /// <param name="Assignment">Which job.</param>
    /// <param name="HeardAt">When something was last heard of the unit.</param>
    /// <param name="After">How long that may be ago.</param>
    public sealed record ReportUnitSilent(
        AlarmId Alarm, AssignmentId Assignment, DateTimeOffset HeardAt, TimeSpan After) : EmergencyCommand;

    /// <summary>A hospital could not be told of a patient, or that none comes; a person must ring it.</summary>
    public sealed record ReportHospitalNotTold(AlarmId Alarm, AssignmentId Assignment, UnitId Unit, string Hospital) : EmergencyCommand;

    /// <summary>A person has told a hospital by telephone what it could not be told otherwise.</summary>
    public sealed record EnterHospitalRung(NoticeId Notice, AssignmentId Assignment, UnitId Unit, string Hospital, bool IsComing)
        : EmergencyCommand;

    /// <summary>A dispatcher has seen the alarm.</summary>
    public sealed record AcknowledgeAlarm(AlarmId Alarm) : EmergencyCommand;

    /// <summary>
    /// Units are looked at again: by a dispatcher's wish also those that said no, by the server's rule only when another has come free.
    /// </summary>
    public sealed record SearchAgain(bool AlsoThoseWhoSaidNo) : EmergencyCommand;

    /// <summary>Help is no longer needed. A patient may do this to their own.</summary>
    public sealed record CancelEmergency(PersonId? Patient, string Reason) : EmergencyCommand;
}
