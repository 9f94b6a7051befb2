namespace Telehealth.Media.Stun;

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
