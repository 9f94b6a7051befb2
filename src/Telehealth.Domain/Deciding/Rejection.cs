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
