namespace Telehealth.Media.Rtp;

/// <summary>An earlier piece of audio that a redundant payload repeats. It lives no longer than the payload's bytes.</summary>
/// <param name="payloadType">The payload type that the piece would have alone, 0 to 127.</param>
/// <param name="timestampOffset">How far its timestamp lies before the packet's, 0 to 16,383 units of the codec's clock.</param>
/// <param name="data">The piece.</param>
internal readonly ref struct RedBlock(byte payloadType, int timestampOffset, ReadOnlySpan<byte> data)
{
    public byte PayloadType { get; } = payloadType;

    public int TimestampOffset { get; } = timestampOffset;

    public ReadOnlySpan<byte> Data { get; } = data;
}
