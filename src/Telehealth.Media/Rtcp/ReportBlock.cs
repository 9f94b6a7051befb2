namespace Telehealth.Media.Rtcp;

/// <summary>A report block (RFC 3550 section 6.4.1).</summary>
/// <param name="Ssrc">Whose packets are reported on.</param>
/// <param name="FractionLost">Lost since the last report, in 1/256.</param>
/// <param name="Lost">Lost since the start: 24 bits with a sign.</param>
/// <param name="HighestSequence">The extended highest sequence number.</param>
/// <param name="Jitter">In units of the media's clock.</param>
/// <param name="LastReport">The middle 32 bits of the last sender report's wall clock; 0 when there was none.</param>
/// <param name="DelaySinceLastReport">In 1/65,536 s.</param>
public readonly record struct ReportBlock(
    uint Ssrc, byte FractionLost, int Lost, uint HighestSequence, uint Jitter, uint LastReport, uint DelaySinceLastReport);
