using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Hospitals;

internal enum HospitalState
{
    Open,

    /// <summary>Asks ambulances to go elsewhere.</summary>
    Divert,

    Closed,
}

/// <param name="Capabilities">In words, such as <c>stroke unit</c>.</param>
/// <param name="Since">From when the status holds; null for one that was never changed.</param>
/// <param name="Until">When it ends by itself.</param>
[HttpContract]
internal sealed record HospitalRow(
    string Code,
    string Name,
    double Latitude,
    double Longitude,
    string Capabilities,
    string? Telephone,
    bool ToldByServer,
    HospitalState State,
    string? Reason,
    DateTimeOffset? Since,
    DateTimeOffset? Until,
    string? ChangedBy);

/// <param name="Reason">Why, 1 to 300 characters; not needed for open.</param>
/// <param name="Until">When it ends by itself, if that is known.</param>
[HttpContract]
internal sealed record HospitalStatusChange(HospitalState State, string? Reason, DateTimeOffset? Until);

/// <param name="Needs">What the patient needs, in words.</param>
/// <param name="FromScene">True when nobody knows where the unit is: then times are from the scene.</param>
/// <param name="Shortfall">Said aloud when no open hospital has what is needed.</param>
/// <param name="Notices">What hospitals were told so far, newest first.</param>
[HttpContract]
internal sealed record HospitalRankingView(
    string Needs,
    bool FromScene,
    IReadOnlyList<HospitalCandidate> Ranked,
    IReadOnlyList<HospitalLeftOut> LeftOut,
    HospitalShortfallView? Shortfall,
    IReadOnlyList<HospitalNoticeView> Notices);

/// <param name="Lacks">What would be good to have and is not there, in words; empty for nothing.</param>
[HttpContract]
internal sealed record HospitalCandidate(
    string Code, string Name, double Latitude, double Longitude, string? Telephone, TravelEstimate Travel, string Lacks);

/// <param name="Reason">A code such as <c>hospital.on_divert</c>.</param>
/// <param name="Travel">Only for those on divert, which a person may still choose.</param>
[HttpContract]
internal sealed record HospitalLeftOut(string Code, string Name, string Reason, string Text, TravelEstimate? Travel);

/// <param name="Instead">Open hospitals with an emergency department, nearest first, and what they lack.</param>
[HttpContract]
internal sealed record HospitalShortfallView(string Text, IReadOnlyList<HospitalCandidate> Instead);

[HttpContract]
internal sealed record HospitalCommand(Guid CommandId, Guid AssignmentId, string HospitalCode);

/// <param name="Recommended">The name of the one that stood first, when another was chosen.</param>
[HttpContract]
internal sealed record ChosenHospital(string Code, string Name, TravelEstimate? Travel, string? Recommended);

internal enum NoticeKind
{
    Coming,

    /// <summary>The patient goes elsewhere after all.</summary>
    NotComing,
}

internal enum NoticeOutcome
{
    /// <summary>Being told; it is tried again when it fails.</summary>
    Waiting,

    Told,

    /// <summary>All tries failed: a person must telephone.</summary>
    Failed,

    /// <summary>The hospital takes no messages: a person must telephone.</summary>
    ByTelephone,

    /// <summary>No longer true before it was told.</summary>
    Superseded,

    /// <summary>A person has told them by telephone.</summary>
    Rung,
}

/// <param name="NoticeId">What the hospital was told by telephone.</param>
[HttpContract]
internal sealed record HospitalCall(Guid CommandId, Guid NoticeId);

/// <param name="ToldAt">When the hospital's system took it, or a person entered that they rang.</param>
/// <param name="ToldBy">Who rang; null when the server told them.</param>
/// <param name="Text">The same for people, with what is left to do.</param>
[HttpContract]
internal sealed record HospitalNoticeView(
    Guid Id,
    Guid AssignmentId,
    Guid UnitId,
    string HospitalCode,
    string HospitalName,
    NoticeKind Kind,
    NoticeOutcome Outcome,
    DateTimeOffset At,
    DateTimeOffset? ToldAt,
    string? ToldBy,
    int Tries,
    string Text);
