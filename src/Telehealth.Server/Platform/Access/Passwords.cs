using Microsoft.AspNetCore.Identity;
using Telehealth.Domain.Text;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// How a password becomes what is hashed: one keyboard writes é as one letter and the next as two, and both mean the same.
/// </summary>
internal static class Passwords
{
    public const int Shortest = 12;

    /// <summary>Longer ones would only be work for us. Holds at creation and at sign-in alike.</summary>
    public const int Longest = 256;

    private static readonly Rejection TooWeak = Rejection.Invalid(
        "user.password_weak", $"A password needs at least {Shortest} characters, not all the same few.");
    private static readonly Rejection TooLong = Rejection.Invalid("user.password_long", $"A password has at most {Longest} characters.");

    /// <summary>
    /// In Unicode's compatibility form (NFKC, as NIST SP 800-63B, section 5.1.1.2, asks); null when the text is no text or too long.
    /// </summary>
    public static string? Normalise(string? typed)
    {
        if (typed is not { Length: > 0 and <= Longest } || !IsText(typed))
            return null;
        // Some letters become many, so the length counts again.
        return UnicodeForm.Compose(UnicodeForm.Decompose(typed)) is { Length: <= Longest } normal ? normal : null;
    }

    /// <summary>The text to hash for a new password, or why it is none.</summary>
    public static async Task<(string? Normalised, Rejection? Rejection)> Acceptable(
        UserManager<Person> people, Person person, string? typed)
    {
        if (Normalise(typed) is not { } normalised)
            return (null, typed is { Length: > Longest } ? TooLong : TooWeak);
        foreach (var validator in people.PasswordValidators)
        {
            if (!(await validator.ValidateAsync(people, person, normalised)).Succeeded)
                return (null, TooWeak);
        }

        return (normalised, null);
    }

    /// <summary>
    /// Hashes from before passwords were normalised hold the text as it was typed or sent,
    /// mostly composed (NFC): those are tried next, and a success with one asks for a new hash.
    /// </summary>
    public static PasswordVerificationResult Verify(
        IPasswordHasher<Person> hasher, Person person, string hash, string typed, string normalised)
    {
        var verdict = hasher.VerifyHashedPassword(person, hash, normalised);
        if (verdict != PasswordVerificationResult.Failed)
            return verdict;
        string[] former = [typed, UnicodeForm.Compose(typed)];
        return former.Distinct(StringComparer.Ordinal).Where(text => !string.Equals(text, normalised, StringComparison.Ordinal))
            .Any(text => hasher.VerifyHashedPassword(person, hash, text) != PasswordVerificationResult.Failed)
            ? PasswordVerificationResult.SuccessRehashNeeded
            : PasswordVerificationResult.Failed;
    }

    /// <summary>Half a surrogate pair is no letter, and the framework's normalisation throws at it.</summary>
    public static bool IsText(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index]))
                continue;
            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
                return false;
            index++;
        }

        return true;
    }
}
