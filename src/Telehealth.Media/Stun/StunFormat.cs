namespace Telehealth.Media.Stun;

/// <summary>Constants of the wire format.</summary>
internal static class StunFormat
{
    public const int HeaderLength = 20;
    public const int AttributeHeaderLength = 4;
    public const int IntegrityLength = 20;
    public const int FingerprintLength = 4;
    public const uint MagicCookie = 0x2112A442;

    /// <summary>RFC 8489 section 14.7: keeps the checksum of a message apart from that of a protocol that carries it.</summary>
    public const uint FingerprintMask = 0x5354554E;

    /// <summary>Larger messages are refused: a check with every attribute known to us takes under 200 bytes.</summary>
    public const int MaximumLength = 1_500;

    public static int Padded(int length) => (length + 3) & ~3;
}
