using Telehealth.Domain.Emergencies;
using Telehealth.Server.Contracts;
using Telehealth.Server.Emergencies;
using Telehealth.Server.Units;

namespace Telehealth.Server.Dispatching;

/// <summary>The dispatch console.</summary>
[HubContract("/hub/dispatch", typeof(IDispatchClient))]
internal interface IDispatchHub
{
    /// <summary>The whole board now, and its changes from then on.</summary>
    Task<Reply<Board>> WatchBoard();

    Task<Reply<IncidentView>> Incident(Guid emergencyId);

    /// <summary>Suitable units best first, and why the others were left out.</summary>
    Task<Reply<Recommendation>> Recommend(Guid emergencyId);

    Task<Reply<EmergencyRow>> RaiseForCaller(HelpRequest raise);

    /// <summary>Offers the job to this unit now; a pending offer to another is withdrawn.</summary>
    Task<Reply<EmergencyRow>> AssignByHand(HandAssignment assign);

    /// <summary>Stands the present unit down and offers the job to another.</summary>
    Task<Reply<EmergencyRow>> Reassign(Reassignment reassign);

    /// <summary>Looks for units again from the start, also those that declined.</summary>
    Task<Reply<EmergencyRow>> SearchAgain(OfEmergency command);

    Task<Reply<EmergencyRow>> ChangePriority(NewPriority change);

    Task<Reply<EmergencyRow>> AddNote(NewNote note);

    Task<Reply<EmergencyRow>> Cancel(HelpCancellation cancel);

    Task<Reply<AlarmRow>> AcknowledgeAlarm(AlarmAcknowledgement acknowledge);
}

internal interface IDispatchClient
{
    Task EmergencyChanged(EmergencyRow emergency);

    Task UnitChanged(UnitRow unit);

    /// <summary>The last fix of each unit that moved since the last tick.</summary>
    Task UnitsMoved(IReadOnlyList<UnitFix> fixes);

    Task AlarmChanged(AlarmRow alarm);
}

/// <param name="Emergencies">All that are open, and those that ended within the hour.</param>
/// <param name="Units">All that are on shift.</param>
/// <param name="Alarms">Those that nobody has acknowledged.</param>
internal sealed record Board(
    IReadOnlyList<EmergencyRow> Emergencies, IReadOnlyList<UnitRow> Units, IReadOnlyList<UnitFix> Fixes, IReadOnlyList<AlarmRow> Alarms, DateTimeOffset ServerTime);

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
    string CallbackNumber,
    string? PatientName,
    DateTimeOffset RaisedAt,
    DateTimeOffset? EndedAt,
    AssignmentRow? Assignment);

/// <param name="Epoch">Counts the assignments of one emergency; a device's command carries it, so a late one is told apart.</param>
/// <param name="Deadline">Until when the offer stands.</param>
internal sealed record AssignmentRow(
    Guid Id, int Epoch, Guid UnitId, string CallSign, AssignmentStatus Status, bool ByHand, DateTimeOffset OfferedAt, DateTimeOffset? Deadline, DateTimeOffset StatusAt, TravelEstimate? Travel);

internal sealed record AlarmRow(
    Guid Id, AlarmKind Kind, Guid? EmergencyId, Guid? UnitId, string Text, DateTimeOffset RaisedAt, DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy);

/// <summary>One incident opened: its row, why it has its priority, all assignments it had, and who did what when.</summary>
internal sealed record IncidentView(
    EmergencyRow Emergency, IReadOnlyList<string> PriorityReasons, IReadOnlyList<AssignmentRow> Assignments, IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<TrackPoint> Track);

/// <param name="Kind">The stored event's name without its version, such as <c>emergency.raised</c>.</param>
/// <param name="DeviceTime">When the device says it happened; null when the server is the witness.</param>
internal sealed record TimelineEntry(long Sequence, DateTimeOffset At, DateTimeOffset? DeviceTime, string Kind, string ActorName, string Text);

internal sealed record Recommendation(IReadOnlyList<Candidate> Candidates, IReadOnlyList<LeftOut> LeftOut);

internal sealed record Candidate(Guid UnitId, string CallSign, TravelEstimate Travel, int FixAgeSeconds, bool DeclinedBefore);

/// <param name="Reason">A code such as <c>unit.lacks_skill</c>.</param>
internal sealed record LeftOut(Guid UnitId, string CallSign, string Reason, string Text);

internal sealed record OfEmergency(Guid CommandId, Guid EmergencyId);

internal sealed record HandAssignment(Guid CommandId, Guid EmergencyId, Guid UnitId);

internal sealed record Reassignment(Guid CommandId, Guid EmergencyId, Guid UnitId, string Reason);

internal sealed record NewPriority(Guid CommandId, Guid EmergencyId, int Priority, string Reason);

internal sealed record NewNote(Guid CommandId, Guid EmergencyId, string Text);

internal sealed record AlarmAcknowledgement(Guid CommandId, Guid AlarmId);
