using System.Text.Json.Serialization;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Media.Congestion;
using Telehealth.Media.Rooms;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Visits.Consults;

internal sealed record LockChange(Guid CommandId, Guid ConsultId, bool Locked);

internal sealed record MuteChange(Guid CommandId, Guid ConsultId, Guid ParticipantId, MediaSource Source, bool Muted);

internal sealed record Removal(Guid CommandId, Guid ConsultId, Guid ParticipantId);

/// <param name="Reason">Null when none is given.</param>
internal sealed record PatientReturn(Guid CommandId, Guid ConsultId, ReturnReason? Reason);

/// <param name="Number">As it was typed; null when the account has none.</param>
internal sealed record PatientTelephone(string? Number);

/// <param name="Height">At how many device pixels it is shown; 0 when it is not.</param>
internal sealed record TrackWishView(Guid ParticipantId, MediaSource Source, int Height);

/// <param name="Text">One sentence for people.</param>
internal sealed record QualityView(Guid ParticipantId, QualityRung Rung, QualityCause Cause, string Text);

internal enum MediaPath
{
    /// <summary>No media has flowed yet.</summary>
    Unknown,

    Udp,

    Tcp,

    /// <summary>By a TURN server. On the wire and in the table it is called as browsers call it.</summary>
    [JsonStringEnumMemberName("relay")]
    Turn,
}

/// <summary>What a browser counts. Counts are those since its page was opened; what it does not know is 0 or null.</summary>
/// <param name="Freezes">Of received video.</param>
/// <param name="FrozenMs">For how long in all.</param>
/// <param name="ConcealedSamples">Of received audio that had to be invented.</param>
/// <param name="ReceivedSamples">Of received audio in all.</param>
/// <param name="ConnectMs">From the first offer to a connection.</param>
/// <param name="FirstPictureMs">From the first offer to the first frame of somebody else.</param>
internal sealed record QualitySample(
    int Freezes, int FrozenMs, int FramesDropped, int FramesDecoded, long ConcealedSamples, long ReceivedSamples, MediaPath Path,
    int? ConnectMs, int? FirstPictureMs);

internal sealed record ConsultQuality(IReadOnlyList<ParticipantQuality> Participants, DateTimeOffset ServerTime);

/// <param name="EstimateBps">What the relay believes it can send to the participant.</param>
/// <param name="LossFromPercent">Of packets from the participant, lately.</param>
/// <param name="LossToPercent">Of packets to the participant, lately.</param>
/// <param name="IceMs">From the first connectivity check to a path.</param>
/// <param name="DtlsMs">From there to keys.</param>
/// <param name="Browser">What the participant's browser told last.</param>
internal sealed record ParticipantQuality(
    Guid ParticipantId,
    bool Connected,
    QualityRung Rung,
    MediaPath Path,
    double? RoundTripMs,
    long? EstimateBps,
    double LossFromPercent,
    double LossToPercent,
    int? IceMs,
    int? DtlsMs,
    int Reconnects,
    IReadOnlyList<SentTrackQuality> Sends,
    IReadOnlyList<ReceivedTrackQuality> Receives,
    QualitySample? Browser);

/// <param name="Nacks">Packets that the relay asked for again.</param>
/// <param name="Resent">Of those, packets that came.</param>
internal sealed record SentTrackQuality(
    MediaSource Source, long BitrateBps, long Packets, long Lost, double JitterMs, long Nacks, long Resent, int Layers, bool Muted);

/// <param name="From">Whose track it is.</param>
/// <param name="Nacks">Packets that the participant asked for again.</param>
/// <param name="Resent">Packets that were sent again.</param>
/// <param name="Layer">0 is the smallest; null while nothing is sent.</param>
internal sealed record ReceivedTrackQuality(
    Guid From, MediaSource Source, long BitrateBps, long Packets, double LossPercent, double JitterMs, long Nacks, long Resent, int? Layer,
    bool Paused);

internal sealed record ConsultQualitySummary(Guid ConsultId, IReadOnlyList<ParticipantSummary> Participants);

internal enum QualityTrouble
{
    /// <summary>Nothing to complain about.</summary>
    None,

    /// <summary>Packets were lost from the participant to the relay.</summary>
    LossFrom,

    /// <summary>Packets were lost from the relay to the participant.</summary>
    LossTo,

    /// <summary>There was less bandwidth than video needs.</summary>
    LowBandwidth,

    /// <summary>The connection broke and came back.</summary>
    Interruptions,

    /// <summary>What is said arrives late.</summary>
    LongDelay,

    /// <summary>UDP was blocked, and TCP stutters when a packet is lost.</summary>
    NoUdp,

    /// <summary>The network did well, but video froze or frames were dropped.</summary>
    SlowDevice,
}

/// <param name="AudioOnlyShare">Of the time, 0 to 1; as the two beside it.</param>
/// <param name="BreakUps">How often audio broke up for more than a moment.</param>
/// <param name="Text">Why it was bad and what helps, for people; also when it was good.</param>
internal sealed record ParticipantSummary(
    Guid ParticipantId,
    string Name,
    ParticipantRole Role,
    double Minutes,
    QualityRung WorstRung,
    double VideoShare,
    double AudioOnlyShare,
    double SuggestPhoneShare,
    double? RoundTripMedianMs,
    double? RoundTripP95Ms,
    double LossFromMedianPercent,
    double LossFromP95Percent,
    double LossToMedianPercent,
    double LossToP95Percent,
    int Freezes,
    int BreakUps,
    int Reconnects,
    MediaPath Path,
    QualityTrouble Trouble,
    string Text);
