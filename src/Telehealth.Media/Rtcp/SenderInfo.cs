namespace Telehealth.Media.Rtcp;

/// <summary>The sender's part of a sender report.</summary>
/// <param name="Ntp">Wall clock of the sender, 32.32 fixed point seconds.</param>
/// <param name="Timestamp">The same moment in the media's clock.</param>
/// <param name="Packets">Packets sent, modulo 2^32.</param>
/// <param name="Octets">Payload bytes sent, modulo 2^32.</param>
public readonly record struct SenderInfo(ulong Ntp, uint Timestamp, uint Packets, uint Octets);
