namespace Telehealth.Media.Sending;

[Flags]
internal enum SentFlags : byte
{
    None = 0,
    IsUsed = 1,
    HasMid = 2,
    HasTransportSequence = 4,
    HasNewPictureNumbers = 8,
    WasResent = 16,

    /// <summary>It went out with older packets around it; it cannot be made again to the bit, and need not be.</summary>
    WasRedundant = 32,
    HasSendTime = 64,
}
