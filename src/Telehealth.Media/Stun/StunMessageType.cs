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
