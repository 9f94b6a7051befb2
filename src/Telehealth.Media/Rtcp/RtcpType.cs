namespace Telehealth.Media.Rtcp;

/// <summary>RTCP packet types (RFC 3550 section 12.1, RFC 4585 section 6.1).</summary>
public enum RtcpType : byte
{
    /// <summary>Sender report.</summary>
    SenderReport = 200,

    /// <summary>Receiver report.</summary>
    ReceiverReport = 201,

    /// <summary>Source description.</summary>
    SourceDescription = 202,

    /// <summary>A source leaves.</summary>
    Bye = 203,

    /// <summary>Application-defined: read over.</summary>
    Application = 204,

    /// <summary>Transport feedback: NACK is format 1, transport-wide feedback format 15.</summary>
    TransportFeedback = 205,

    /// <summary>Payload feedback: PLI is format 1, FIR format 4, REMB format 15.</summary>
    PayloadFeedback = 206,
}
