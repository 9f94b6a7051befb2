namespace Telehealth.Domain.Deciding;

/// <summary>Why something was refused.</summary>
/// <param name="Kind">What sort of refusal it is. The status of an answer, and
/// whether a repeat gets the same one again, come from this alone.</param>
/// <param name="Code">Stable, documented, lower case with dots and underscores,
/// such as <c>offer.expired</c>. Programs outside read this.</param>
/// <param name="Text">For people, in a full sentence that says what to do next. Never holds health data.</param>
public sealed record Rejection(RejectionKind Kind, string Code, string Text)
{
    /// <summary>
    /// Whether the state of the entity has led to this. Only then is it kept as the answer to its command: everything else would be refused
    /// again, and what was put right may come again under the same id.
    /// </summary>
    public bool IsOfState => Kind is RejectionKind.NotNow or RejectionKind.Conflict;

    /// <summary>The command itself is not in order.</summary>
    public static Rejection Invalid(string code, string text) => new(RejectionKind.Invalid, code, text);

    /// <summary>The state of the entity does not allow it.</summary>
    public static Rejection NotNow(string code, string text) => new(RejectionKind.NotNow, code, text);

    /// <summary>There is no such thing, or it is not the caller's.</summary>
    public static Rejection NotFound(string code, string text) => new(RejectionKind.NotFound, code, text);

    /// <summary>Whether it says the same as another. Texts may differ: one that was stored is of its day, and some name a figure.</summary>
    public bool Is(Rejection other) => Code == other.Code;
}

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
