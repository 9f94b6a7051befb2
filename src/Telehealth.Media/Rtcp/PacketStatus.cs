namespace Telehealth.Media.Rtcp;

/// <summary>What became of one packet, as its receiver tells.</summary>
/// <param name="Sequence">Its transport-wide number.</param>
/// <param name="IsReceived">Whether it has come.</param>
/// <param name="DeltaQuarterMs">
/// Quarters of a millisecond since the received packet before it, or since the reference time for the first; may be negative; 0 for
/// a packet that has not come.
/// </param>
public readonly record struct PacketStatus(ushort Sequence, bool IsReceived, int DeltaQuarterMs);
