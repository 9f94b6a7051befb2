using Telehealth.Server.Contracts;

namespace Telehealth.Server.Emergencies;

/// <summary>What somebody in danger may ask.</summary>
[HubContract("/hub/emergency", typeof(IEmergencyClient))]
internal interface IEmergencyHub
{
    Task<Reply<TriageProtocol>> Protocol();

    Task<Reply<HelpView>> Raise(RaiseEmergency raise);

    /// <summary>The caller's live emergency or the one that ended last within a day, and its changes from then on; null when there is none.</summary>
    Task<Reply<HelpView?>> WatchMine();

    Task<Reply<HelpView>> ImproveLocation(ImproveLocation improve);

    Task<Reply<HelpView>> CancelMine(CancelEmergency cancel);
}

internal interface IEmergencyClient
{
    Task HelpChanged(HelpView help);
}

/// <summary>A short protocol of our own: the complaints to choose from and the questions to ask for each.</summary>
internal sealed record TriageProtocol(string Version, IReadOnlyList<ComplaintEntry> Complaints, IReadOnlyList<TriageQuestion> Questions);

/// <param name="QuestionCodes">In the order to ask them.</param>
internal sealed record ComplaintEntry(string Code, string Label, IReadOnlyList<string> QuestionCodes);

internal sealed record TriageQuestion(string Code, string Text);

/// <param name="Answer">Yes, no or not known: a caller must never be made to guess.</param>
internal sealed record TriageAnswer(string QuestionCode, Answer Answer);

internal enum Answer
{
    Yes,
    No,
    Unknown,
}

internal enum LocationSource
{
    Device,
    Map,
    Caller,
}

/// <param name="AccuracyMetres">Radius that the device gave; null when a person pointed at a map.</param>
/// <param name="Note">Floor, door, landmark.</param>
internal sealed record PlaceInput(double Latitude, double Longitude, double? AccuracyMetres, LocationSource Source, string? Note);

internal sealed record Place(double Latitude, double Longitude, double? AccuracyMetres, LocationSource Source, string? Note);

internal sealed record RaiseEmergency(
    Guid CommandId, string Complaint, IReadOnlyList<TriageAnswer> Answers, string Description, PlaceInput Location, string CallbackNumber);

internal sealed record ImproveLocation(Guid CommandId, Guid EmergencyId, PlaceInput Location);

internal sealed record CancelEmergency(Guid CommandId, Guid EmergencyId, string Reason);

internal enum EmergencyPhase
{
    /// <summary>Raised; a unit is being looked for.</summary>
    Searching,

    /// <summary>A unit has been offered the job and has not answered.</summary>
    Offered,

    /// <summary>A unit has taken it.</summary>
    Assigned,

    /// <summary>Nobody is left to offer it to; a dispatcher must act.</summary>
    Unserved,

    Completed,
    Cancelled,
}

internal enum AssignmentStatus
{
    Offered,
    Accepted,
    EnRoute,
    OnScene,
    Transporting,
    AtHospital,
    Clear,
    Declined,
    Expired,
    Rescinded,
    StoodDown,
}

/// <summary>What the caller sees: that help is coming, who and where.</summary>
/// <param name="UnitFix">Where the unit was last seen, once it has accepted; null when not known.</param>
internal sealed record HelpView(
    Guid Id,
    long Version,
    EmergencyPhase Phase,
    int Priority,
    string ComplaintLabel,
    Place Location,
    string CallbackNumber,
    DateTimeOffset RaisedAt,
    AssignmentStatus? UnitStatus,
    string? UnitCallSign,
    IReadOnlyList<string> CrewNames,
    UnitFix? UnitFix,
    TravelEstimate? Travel,
    DateTimeOffset ServerTime);

/// <param name="At">By the device's clock, checked against ours.</param>
internal sealed record UnitFix(Guid UnitId, double Latitude, double Longitude, double? AccuracyMetres, double? HeadingDegrees, DateTimeOffset At);

/// <param name="Source">How it was reckoned: <c>roads</c> or <c>crow_fly</c>.</param>
internal sealed record TravelEstimate(int Seconds, int Metres, string Source);
