using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.Live;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>The dispatch console.</summary>
[HubContract("/hub/dispatch", typeof(IDispatchClient))]
internal interface IDispatchHub
{
    /// <summary>The whole board now, and its changes from then on.</summary>
    Task<Reply<Board>> WatchBoard();

    Task<Reply<IncidentView>> Incident(Guid emergencyId);

    /// <summary>
    /// For the next need that is unmet: suitable units best first, who could
    /// be diverted or is soon clear, and why the others were left out.
    /// </summary>
    Task<Reply<Recommendation>> Recommend(Guid emergencyId);

    Task<Reply<EmergencyRow>> RaiseForCaller(HelpRequest raise);

    /// <summary>Open emergencies near a place, nearest first: whoever rings may be the second about one of them.</summary>
    Task<Reply<IReadOnlyList<NearEmergency>>> Near(NearQuestion question);

    /// <summary>Somebody else rings about the same emergency: their number and words stand with it.</summary>
    Task<Reply<EmergencyRow>> AddCaller(FurtherCaller caller);

    /// <summary>
    /// Corrects what is known, with a reason; the old value stays in the log, crews on it are told, and open offers are ranked anew.
    /// </summary>
    Task<Reply<EmergencyRow>> Correct(EmergencyCorrection correction);

    /// <summary>Opens an emergency again that was ended by mistake, within some minutes.</summary>
    Task<Reply<EmergencyRow>> Reopen(Reopening reopening);

    /// <summary>
    /// Offers the job to this unit now. It meets a need that nobody has; else it takes the place of a lone unanswered offer; else it comes
    /// on top. With <c>RelievesAssignmentId</c> it takes the patient over on scene, and the present crew stays until then.
    /// </summary>
    Task<Reply<EmergencyRow>> AssignByHand(HandAssignment assign);

    /// <summary>Stands a unit down (the only one, when none is named) and offers its job to another.</summary>
    Task<Reply<EmergencyRow>> Reassign(Reassignment reassign);

    /// <summary>Releases a unit, withdraws an offer or a reservation; the search for another goes on.</summary>
    Task<Reply<EmergencyRow>> StandDown(StandDownCommand command);

    /// <summary>Takes a unit under way from one emergency and offers it another; the first goes back to the queue with its age.</summary>
    Task<Reply<EmergencyRow>> Divert(DiversionCommand command);

    /// <summary>Keeps the job for a unit that still has another: it is asked as soon as it is clear.</summary>
    Task<Reply<EmergencyRow>> Reserve(ReservationCommand command);

    /// <summary>Strikes a further alarm level: the response plan's units of that level come on top.</summary>
    Task<Reply<EmergencyRow>> StrikeAlarm(AlarmStrike strike);

    /// <summary>A unit of the response that nobody has taken is no longer asked for.</summary>
    Task<Reply<EmergencyRow>> WithdrawNeed(NeedWithdrawal withdraw);

    /// <summary>Reports a status for a crew that said it by radio.</summary>
    Task<Reply<EmergencyRow>> ReportForUnit(RadioReport report);

    /// <summary>Marks a unit as available or not, for a crew that said so by radio.</summary>
    Task<Reply<UnitRow>> SetUnitAvailability(UnitAvailabilityChange availability);

    /// <summary>Looks for units again from the start, also those that declined.</summary>
    Task<Reply<EmergencyRow>> SearchAgain(OfEmergency command);

    Task<Reply<EmergencyRow>> ChangePriority(NewPriority change);

    Task<Reply<EmergencyRow>> AddNote(NewNote note);

    Task<Reply<EmergencyRow>> Cancel(HelpCancellation cancel);

    Task<Reply<AlarmRow>> AcknowledgeAlarm(AlarmAcknowledgement acknowledge);

    /// <summary>A silent crew is looked after: its alarm sounds no more, and is shown until the crew is heard again.</summary>
    Task<Reply<UnitRow>> AcknowledgeSilence(SilenceAcknowledgement acknowledge);
}

internal interface IDispatchClient
{
    /// <summary>This node ends: connect again, and another one goes on.</summary>
    Task Move(MoveHint hint);

    /// <summary>Rows of the board that changed, each whole as it is now.</summary>
    Task BoardChanged(BoardChange change);

    /// <summary>The last fix of each unit that moved since the last tick.</summary>
    Task UnitsMoved(IReadOnlyList<UnitFix> fixes);

    /// <summary>Suitable units have run short, or no longer: the queue's discipline has changed.</summary>
    Task ModeChanged(DispatchMode mode);

    /// <summary>
    /// All that is wrong with the service itself; told every few seconds while there is something, and once with nothing when it is over.
    /// </summary>
    Task ServiceChanged(IReadOnlyList<ServiceNotice> notices);
}

/// <param name="Code"><c>store.unavailable</c>, <c>board.behind</c>, <c>dispatch.silent</c> or <c>clock.differs</c>.</param>
/// <param name="Text">What is wrong and what to do, for people.</param>
internal sealed record ServiceNotice(string Code, string Text);

/// <param name="Emergencies">All that are open, and those that ended within the hour.</param>
/// <param name="Units">All that are on shift.</param>
/// <param name="Alarms">Those that nobody has acknowledged.</param>
/// <param name="Desks">The dispatch desks of the areas, in the order of their names; empty without any.</param>
internal sealed record Board(
    IReadOnlyList<EmergencyRow> Emergencies,
    IReadOnlyList<UnitRow> Units,
    IReadOnlyList<UnitFix> Fixes,
    IReadOnlyList<AlarmRow> Alarms,
    DispatchMode Mode,
    IReadOnlyList<string> Desks,
    DateTimeOffset ServerTime);

/// <summary>What changed since the last message: each row once, however often it changed.</summary>
internal sealed record BoardChange(IReadOnlyList<EmergencyRow> Emergencies, IReadOnlyList<UnitRow> Units, IReadOnlyList<AlarmRow> Alarms);

/// <summary>
/// Whether there are units enough. In overload the queue goes by priority and age, and jobs are kept for units that are soon clear.
/// </summary>
/// <param name="Waiting">Emergencies for which a unit is missing.</param>
/// <param name="Free">Units that could be sent.</param>
/// <param name="Since">Since when the mode holds.</param>
internal sealed record DispatchMode(bool Overload, int Waiting, int Free, DateTimeOffset Since);

/// <param name="Desk">The dispatch desk that its place belongs to; null when it is everybody's.</param>
/// <param name="QueueKey">A text; compared character by character it puts those that wait in their order.</param>
/// <param name="OfferEffect">What one more offer by hand would do now.</param>
/// <param name="ReopensUntil">Until when it can be opened again; null while it is open.</param>
/// <param name="Unverified">Nobody signed in for it: who asks is not known.</param>
internal sealed record EmergencyRow(
    Guid Id,
    long Version,
    string Number,
    EmergencyPhase Phase,
    int Priority,
    string Complaint,
    string ComplaintLabel,
    string Description,
    PlaceView Location,
    string? CallbackNumber,
    string? PatientName,
    DateTimeOffset RaisedAt,
    DateTimeOffset? EndedAt,
    AssignmentRow? Assignment,
    IReadOnlyList<AssignmentRow> Assignments,
    IReadOnlyList<NeedRow> Needs,
    IReadOnlyList<ReservationRow> Reservations,
    int Missing,
    int AlarmLevel,
    string? Plan,
    string? Desk,
    string QueueKey,
    OfferEffect OfferEffect,
    DateTimeOffset? ReopensUntil,
    int? AgeYears = null,
    bool Unverified = false);

/// <summary>One unit of the response. Who meets it stands among the assignments.</summary>
/// <param name="Missing">Nobody has been asked who has not said no, and nobody has done it.</param>
internal sealed record NeedRow(int Number, string Role, IReadOnlyList<string> Skills, DateTimeOffset? MetAt, bool Missing);

/// <summary>A job kept for a unit that still has another.</summary>
internal sealed record ReservationRow(Guid AssignmentId, Guid UnitId, string CallSign, int Need, bool ByHand, DateTimeOffset ReservedAt);

/// <param name="Epoch">Counts the assignments of one emergency; a device's command carries it, so a late one is told apart.</param>
/// <param name="Deadline">Until when the offer stands.</param>
/// <param name="DueAt">When it should be there, by <paramref name="Travel"/>; null when it is not on its way or that is not known.</param>
/// <param name="Need">Which unit of the response it is.</param>
/// <param name="Pages">How often the crew was paged.</param>
/// <param name="RelievesAssignmentId">The involvement that it takes over on scene.</param>
/// <param name="HospitalName">Where the patient is taken.</param>
internal sealed record AssignmentRow(
    Guid Id,
    int Epoch,
    Guid UnitId,
    string CallSign,
    AssignmentStatus Status,
    bool ByHand,
    DateTimeOffset OfferedAt,
    DateTimeOffset? Deadline,
    DateTimeOffset StatusAt,
    TravelEstimate? Travel,
    DateTimeOffset? DueAt,
    int Need,
    int Pages,
    Guid? RelievesAssignmentId,
    string? HospitalName);

/// <param name="Version">Its emergency's: what is said of an alarm follows from it.</param>
/// <param name="About">The emergency's number, priority and complaint, and where it is: an alarm is understood without the board.</param>
/// <param name="ClearedAt">When there was nothing to ask any more: its emergency was over, or what it asked for had come.</param>
internal sealed record AlarmRow(
    Guid Id, long Version, AlarmKind Kind, Guid? EmergencyId, Guid? UnitId, string About, string Text, DateTimeOffset RaisedAt,
    DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy, DateTimeOffset? ClearedAt = null);

/// <summary>One incident opened: its row, why it has its priority, all assignments it had, and who did what when.</summary>
internal sealed record IncidentView(
    EmergencyRow Emergency, IReadOnlyList<string> PriorityReasons, IReadOnlyList<AssignmentRow> Assignments,
    IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<TrackPoint> Track);

/// <param name="Kind">The stored event's name without its version, such as <c>emergency.raised</c>.</param>
/// <param name="DeviceTime">When the device says it happened; null when the server is the witness.</param>
internal sealed record TimelineEntry(
    long Sequence, DateTimeOffset At, DateTimeOffset? DeviceTime, string Kind, string ActorName, string Text);

/// <param name="Need">The unit of the response that it is for; null when each has one, and the triage's skills are looked for.</param>
/// <param name="Divertible">Units under way to something less urgent, soonest first.</param>
/// <param name="SoonFree">Units that will be clear within a time worth waiting for, soonest first.</param>
/// <param name="Shortfall">What is wrong, in words, when nobody fits.</param>
internal sealed record Recommendation(
    IReadOnlyList<Candidate> Candidates,
    IReadOnlyList<LeftOut> LeftOut,
    NeedRow? Need,
    IReadOnlyList<BoundCandidate> Divertible,
    IReadOnlyList<BoundCandidate> SoonFree,
    string? Shortfall);

/// <summary>A unit that has a job and could come all the same.</summary>
/// <param name="ArrivalSeconds">Until it could be there, with what it has still to do.</param>
internal sealed record BoundCandidate(
    Guid UnitId, string CallSign, Guid EmergencyId, string Number, int Priority, Guid AssignmentId, int ArrivalSeconds,
    TravelEstimate Travel);

/// <param name="MobilisationSeconds">What its crew needs before it drives; the travel time does not hold it, the order does.</param>
/// <param name="AheadMetres">How far beyond its last fix it was reckoned to be, along the road that it drives on.</param>
internal sealed record Candidate(
    Guid UnitId, string CallSign, TravelEstimate Travel, int FixAgeSeconds, bool DeclinedBefore, int MobilisationSeconds, int AheadMetres);

internal sealed record OfEmergency(Guid CommandId, Guid EmergencyId);

internal sealed record HandAssignment(
    Guid CommandId, Guid EmergencyId, Guid UnitId, Guid? RelievesAssignmentId = null, string? Reason = null);

internal sealed record Reassignment(Guid CommandId, Guid EmergencyId, Guid UnitId, string Reason, Guid? AssignmentId = null);

internal sealed record StandDownCommand(Guid CommandId, Guid EmergencyId, Guid AssignmentId, string Reason);

/// <param name="EmergencyId">The one that loses the unit.</param>
/// <param name="AssignmentId">The unit's involvement there.</param>
internal sealed record DiversionCommand(Guid CommandId, Guid EmergencyId, Guid AssignmentId, Guid ToEmergencyId, string Reason);

internal sealed record ReservationCommand(Guid CommandId, Guid EmergencyId, Guid UnitId);

internal sealed record AlarmStrike(Guid CommandId, Guid EmergencyId, int Level);

internal sealed record NeedWithdrawal(Guid CommandId, Guid EmergencyId, int Need, string Reason);

/// <param name="Status">enRoute, onScene, transporting, atHospital or clear.</param>
/// <param name="DoneAt">When it happened, for one that is entered later; null for now.</param>
internal sealed record RadioReport(
    Guid CommandId, Guid EmergencyId, Guid AssignmentId, AssignmentStatus Status, DateTimeOffset? DoneAt = null);

internal sealed record UnitAvailabilityChange(Guid CommandId, Guid UnitId, bool Available, string? Reason);

internal sealed record NewPriority(Guid CommandId, Guid EmergencyId, int Priority, string Reason);

/// <param name="DoneAt">When what it tells happened, for one that is entered later; null for now.</param>
internal sealed record NewNote(Guid CommandId, Guid EmergencyId, string Text, DateTimeOffset? DoneAt = null);

internal sealed record NearQuestion(double Latitude, double Longitude);

/// <param name="Metres">How far it is from the place in question, as the crow flies.</param>
internal sealed record NearEmergency(
    Guid Id, string Number, string ComplaintLabel, int Priority, EmergencyPhase Phase, string Description, DateTimeOffset RaisedAt,
    int Metres);

/// <param name="CallbackNumber">As it was typed; null when none is known.</param>
/// <param name="CalledAt">When the call came, for one that is entered later.</param>
internal sealed record FurtherCaller(
    Guid CommandId, Guid EmergencyId, string? CallbackNumber, string Words, DateTimeOffset? CalledAt = null);

/// <summary>What is null stays as it is.</summary>
/// <param name="CallbackNumber">Empty when there is none after all.</param>
/// <param name="AgeYears">The patient's age, 0 to 120.</param>
internal sealed record EmergencyCorrection(
    Guid CommandId, Guid EmergencyId, PlaceView? Location, string? CallbackNumber, string? Complaint, int? AgeYears, string Reason);

internal sealed record Reopening(Guid CommandId, Guid EmergencyId, string Reason);

internal sealed record AlarmAcknowledgement(Guid CommandId, Guid AlarmId);

/// <param name="AlarmId">The one that was seen, so that a newer one is not acknowledged unseen.</param>
internal sealed record SilenceAcknowledgement(Guid CommandId, Guid UnitId, Guid AlarmId);
