namespace Telehealth.Media;

/// <summary>Why a datagram or packet went no further.</summary>
public enum DropReason
{
    /// <summary>Neither STUN, DTLS, RTP nor RTCP.</summary>
    UnknownKind,

    /// <summary>A STUN message that does not hold together.</summary>
    MalformedStun,

    /// <summary>A STUN request for nobody here, or with a wrong password.</summary>
    UnknownStunUser,

    /// <summary>A STUN request that was answered with an error.</summary>
    RefusedStun,

    /// <summary>DTLS or media from an address that no connectivity check has validated.</summary>
    UnvalidatedPath,

    /// <summary>Media before the keys were agreed.</summary>
    NoKeys,

    /// <summary>SRTP or SRTCP that is forged, damaged, replayed or too old.</summary>
    SrtpRejected,

    /// <summary>Decrypted RTP that does not hold together.</summary>
    MalformedRtp,

    /// <summary>Decrypted RTCP that does not hold together; what stood before the break was used.</summary>
    MalformedRtcp,

    /// <summary>RTP of a source that no m-section has announced.</summary>
    UnknownSource,

    /// <summary>RTP of a payload type that was not agreed.</summary>
    UnknownPayloadType,

    /// <summary>A payload larger than a cache slot.</summary>
    TooLarge,

    /// <summary>A lone jump of a source's sequence numbers.</summary>
    SuspectSequence,

    /// <summary>Not forwarded to a receiver that waits for a key frame.</summary>
    AwaitingKeyFrame,

    /// <summary>Not forwarded to a receiver that cannot decode it.</summary>
    NoCommonCodec,

    /// <summary>Not forwarded, because it is older than the receiver's start.</summary>
    BeforeStart,

    /// <summary>Not forwarded, because the receiver's connection does not stand.</summary>
    ReceiverNotConnected,

    /// <summary>A packet that a receiver wanted again and that is no longer kept.</summary>
    NotInCache,

    /// <summary>A packet that a receiver wanted again too soon or too often.</summary>
    ResendThrottled,

    /// <summary>A packet that has come before, or so late that its place is taken.</summary>
    Duplicate,

    /// <summary>Not forwarded to anybody, because the room's owner holds the track back.</summary>
    Muted,

    /// <summary>From a source that sends more than may be looked at before it has proven itself.</summary>
    Flood,

    /// <summary>A retransmission or redundant block that does not hold together.</summary>
    MalformedRepair,

    /// <summary>Media beyond what one peer may send.</summary>
    PacketBudget,

    /// <summary>RTCP beyond what one peer may send.</summary>
    FeedbackBudget,

    /// <summary>Transport-wide feedback that tells of more packets than it may.</summary>
    StatusBudget,

    /// <summary>Transport-wide feedback about packets that were not sent yet.</summary>
    FeedbackUnsent,

    /// <summary>A packet wanted again beyond how many one peer may want.</summary>
    RepeatBudget,

    /// <summary>A request for a key frame beyond how many one peer may make.</summary>
    KeyFrameBudget,

    /// <summary>A connectivity check beyond how many one peer may make.</summary>
    CheckBudget,

    /// <summary>DTLS records beyond how many one peer may send.</summary>
    RecordBudget,

    /// <summary>Arrivals that a publisher is not told of, because they came in too little order.</summary>
    ArrivalBudget,

    /// <summary>A check from an address at which another peer is known to be.</summary>
    PathTaken,

    /// <summary>Not sent to an address that has not shown that it receives what is sent to it.</summary>
    PathUnproven,
}
