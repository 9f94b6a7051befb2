using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.Live;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Emergencies;

/// <summary>What somebody in danger may ask.</summary>
[HubContract("/hub/emergency", typeof(IEmergencyClient))]
internal interface IEmergencyHub
{
    Task<Reply<ProtocolView>> Protocol();

    Task<Reply<HelpView>> Raise(HelpRequest raise);

    /// <summary>
    /// The caller's live emergency or the one that ended last within a day, and its changes from then on; null when there is none.
    /// </summary>
    Task<Reply<HelpView?>> WatchMine();

    Task<Reply<HelpView>> ImproveLocation(BetterLocation improve);

    /// <summary>Says more about an emergency that has been raised; units follow what is known.</summary>
    Task<Reply<HelpView>> GiveDetails(HelpDetails details);

    /// <summary>The number that this account gave the last time.</summary>
    Task<Reply<KnownNumber>> MyNumber();

    /// <summary>Whether anybody is there to help, and changes from then on.</summary>
    Task<Reply<Attendance>> WatchAttendance();

    Task<Reply<HelpView>> CancelMine(HelpCancellation cancel);
}

internal interface IEmergencyClient
{
    /// <summary>This node ends: connect again, and another one goes on.</summary>
    Task Move(MoveHint hint);

    Task HelpChanged(HelpView help);

    /// <summary>Somebody came to help, or the last one left.</summary>
    Task AttendanceChanged(Attendance attendance);
}

/// <summary>A short protocol of our own: the complaints to choose from and the questions to ask for each.</summary>
internal sealed record ProtocolView(string Version, IReadOnlyList<ComplaintEntry> Complaints, IReadOnlyList<TriageQuestion> Questions);

/// <param name="QuestionCodes">In the order to ask them.</param>
internal sealed record ComplaintEntry(string Code, string Label, IReadOnlyList<string> QuestionCodes);

internal sealed record BetterLocation(Guid CommandId, Guid EmergencyId, PlaceView Location);

/// <summary>What is null is not said, and stays as it is.</summary>
/// <param name="Answers">All that has been answered by now.</param>
internal sealed record HelpDetails(
    Guid CommandId, Guid EmergencyId, string? Complaint, string? Description, IReadOnlyList<TriageAnswer>? Answers, string? CallbackNumber);

internal sealed record KnownNumber(string? CallbackNumber);

/// <summary>Who is there to help.</summary>
/// <param name="IsSetUp">Whether units are sent from here at all: a crew has ever been on shift.</param>
/// <param name="DispatcherPresent">A console is open.</param>
/// <param name="CrewOnShift">A crew is on shift.</param>
internal sealed record Attendance(bool IsSetUp, bool DispatcherPresent, bool CrewOnShift);

/// <summary>What the caller sees: that help is coming, who and where.</summary>
/// <param name="UnitFix">Where the unit was last seen, once it has accepted; null when not known.</param>
internal sealed record HelpView(
    Guid Id,
    long Version,
    EmergencyPhase Phase,
    int Priority,
    string ComplaintLabel,
    PlaceView Location,
    string? CallbackNumber,
    DateTimeOffset RaisedAt,
    AssignmentStatus? UnitStatus,
    string? UnitCallSign,
    IReadOnlyList<string> CrewNames,
    UnitFix? UnitFix,
    TravelEstimate? Travel,
    DateTimeOffset ServerTime);
