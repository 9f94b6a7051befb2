namespace Telehealth.Media.Ice;

/// <summary>How a datagram that looked like STUN was met.</summary>
public enum BindingOutcome
{
    /// <summary>A check with our credentials; the success answer is written and its path is validated.</summary>
    Answered,

    /// <summary>Not a STUN message, or its fingerprint is wrong. Nothing is written.</summary>
    Malformed,

    /// <summary>A response or an indication: a lite agent sends no checks and waits for none. Nothing is written.</summary>
    NotARequest,

    /// <summary>No USERNAME or no MESSAGE-INTEGRITY; an error 400 may be written.</summary>
    MissingCredentials,

    /// <summary>A USERNAME that is not ours; an error 401 may be written.</summary>
    UnknownUsername,

    /// <summary>Our USERNAME with a wrong MESSAGE-INTEGRITY; an error 401 may be written.</summary>
    BadIntegrity,

    /// <summary>The peer claims the controlled role, which is always ours; an error 487 is written.</summary>
    RoleConflict,

    /// <summary>An attribute that must be understood and is not; an error 420 is written.</summary>
    UnknownAttribute,
}
