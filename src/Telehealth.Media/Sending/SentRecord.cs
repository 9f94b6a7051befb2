namespace Telehealth.Media.Sending;

/// <summary>
/// What was sent under an outgoing sequence number: 16 bytes, so that a receiver costs little. A repetition under the same number
/// must be the same to the bit, header included: with AES-GCM, two different packets under one number would give the key's
/// authentication away (RFC 7714 section 8.1). So all that was chosen for it stands here. <c>Numbering</c> is the transport-wide number
/// or the time of sending: no peer gets both.
/// </summary>
internal readonly record struct SentRecord(
    uint SourceSequence, ushort OutSequence, ushort Numbering, ushort PictureId, ushort ResentAtMs, byte Tl0PictureIndex, byte Run,
    SentFlags Flags)
{
    public bool Is(SentFlags flag) => (Flags & flag) != 0;
}
