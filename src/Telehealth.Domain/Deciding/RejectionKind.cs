namespace Telehealth.Domain.Deciding;

/// <summary>What sort of refusal something is. Stored by name with the answers of commands: never rename one.</summary>
public enum RejectionKind
{
    /// <summary>
    /// The state of the entity does not allow it, now or any more. Also what a refusal is that was stored before kinds were.
    /// </summary>
    NotNow,

    /// <summary>The command itself is not in order, whatever the state: the person can put it right.</summary>
    Invalid,

    /// <summary>There is no such thing, or it is not the caller's.</summary>
    NotFound,

    /// <summary>What is there already stands against it: somebody was faster, or no more fit in.</summary>
    Conflict,

    /// <summary>Who asks may not do this, or not before something else is done.</summary>
    Forbidden,

    /// <summary>Nobody is signed in, or the sign-in is not right.</summary>
    SignedOut,

    /// <summary>Tried wrongly too often: closed for a while.</summary>
    Locked,

    /// <summary>More at once than is taken: come again later.</summary>
    TooMany,

    /// <summary>What was sent is larger than is taken.</summary>
    TooLarge,

    /// <summary>What was sent is of no type that is taken.</summary>
    UnknownType,

    /// <summary>What was sent came too slowly.</summary>
    TooSlow,

    /// <summary>The server cannot answer now. Whether it was done is not known.</summary>
    Unavailable,
}
