namespace Telehealth.Media.Stun;

/// <summary>The message types of RFC 8489 section 5 that ICE uses: method Binding in its four classes.</summary>
public enum StunMessageType : ushort
{
    /// <summary>A connectivity check or a consent check.</summary>
    BindingRequest = 0x0001,

    /// <summary>A keep-alive that is not answered (RFC 8445 section 11).</summary>
    BindingIndication = 0x0011,

    /// <summary>The answer to a check that arrived.</summary>
    BindingSuccess = 0x0101,

    /// <summary>The refusal of a check.</summary>
    BindingError = 0x0111,
}

/// <summary>The attributes that we read or write, by their numbers in the STUN registry (RFC 8489 section 18.3, RFC 8445 section 16.1).</summary>
public enum StunAttribute : ushort
{
    /// <summary>Whose credentials the message is protected with.</summary>
    Username = 0x0006,

    /// <summary>HMAC-SHA1 over all that stands before it.</summary>
    MessageIntegrity = 0x0008,

    /// <summary>Why a request was refused.</summary>
    ErrorCode = 0x0009,

    /// <summary>Which attributes were not understood, in a refusal with code 420.</summary>
    UnknownAttributes = 0x000A,

    /// <summary>Realm of the long-term mechanism; ICE never sends it.</summary>
    Realm = 0x0014,

    /// <summary>Nonce of the long-term mechanism; ICE never sends it.</summary>
    Nonce = 0x0015,

    /// <summary>HMAC-SHA256 over all that stands before it; ICE peers do not use it alone.</summary>
    MessageIntegritySha256 = 0x001C,

    /// <summary>The address that the request came from, hidden from rewriting gateways by an exclusive or.</summary>
    XorMappedAddress = 0x0020,

    /// <summary>The priority that a peer-reflexive candidate learned from this check would have.</summary>
    Priority = 0x0024,

    /// <summary>The controlling agent nominates this pair.</summary>
    UseCandidate = 0x0025,

    /// <summary>Counts nominations, so that a later one overrides an earlier one (draft-thatcher-ice-renomination); Chromium sends it.</summary>
    Nomination = 0x0030,

    /// <summary>Free text about the sender.</summary>
    Software = 0x8022,

    /// <summary>CRC-32 of all that stands before it.</summary>
    Fingerprint = 0x8028,

    /// <summary>The sender believes that it is controlled; carries its tie-breaker.</summary>
    IceControlled = 0x8029,

    /// <summary>The sender believes that it is controlling; carries its tie-breaker.</summary>
    IceControlling = 0x802A,
}

/// <summary>The error codes that we answer with (RFC 8489 section 14.8, RFC 8445 section 16.2).</summary>
public static class StunErrorCode
{
    /// <summary>A request without credentials.</summary>
    public const int BadRequest = 400;

    /// <summary>Credentials that are not ours or do not match.</summary>
    public const int Unauthenticated = 401;

    /// <summary>An attribute that must be understood and is not.</summary>
    public const int UnknownAttribute = 420;

    /// <summary>Both agents claim the same role.</summary>
    public const int RoleConflict = 487;
}

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
