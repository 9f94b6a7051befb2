namespace Telehealth.Media.Rtcp;

/// <summary>When a packet came.</summary>
/// <param name="Sequence">Its transport-wide number with its cycles.</param>
/// <param name="QuarterMs">The time in quarters of a millisecond, on any clock that only goes forward.</param>
internal readonly record struct PacketArrival(long Sequence, long QuarterMs);
