namespace Telehealth.Media.Stun;

/// <summary>
/// The attributes that we read or write, by their numbers in the STUN registry (RFC 8489 section 18.3, RFC 8445 section 16.1).
/// </summary>
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

    /// <summary>
    /// Counts nominations, so that a later one overrides an earlier one (draft-thatcher-ice-renomination); Chromium sends it.
    /// </summary>
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
