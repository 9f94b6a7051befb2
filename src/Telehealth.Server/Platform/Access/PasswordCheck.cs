using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Telehealth.Server.Platform.Access;

/// <summary>What somebody gets who tries to sign in: who they are, or why not.</summary>
internal sealed record SignInVerdict(Person? Person, SignInRefusal? Refusal);

/// <param name="RetryAfter">When it is worth trying again; null when time alone changes nothing.</param>
internal sealed record SignInRefusal(Rejection Rejection, TimeSpan? RetryAfter = null);

/// <summary>
/// E-mail and password to a person. Whoever has no account gets the same answer after the same work as whoever mistypes the password.
/// Wrong passwords of strangers cost the right person nothing: tries are counted by where they come from, and a browser that signed in well
/// before has an allowance and a place in the queue of its own.
/// </summary>
internal sealed class PasswordCheck(
    UserManager<Person> people, SignInTries tries, SignInLimits limits, KnownBrowser browsers, CurrentTenant tenant,
    IOptions<AccessOptions> options)
{
    public static readonly Rejection Denied = new(RejectionKind.SignedOut, "access.denied", "E-mail address or password is not right.");

    public static readonly Rejection Locked = new(
        RejectionKind.Locked, "access.locked",
        "Too many wrong passwords for this e-mail address came from here. Wait a quarter of an hour, sign in where you signed in before, or ask an administrator.");

    public static readonly Rejection TooManyTries = new(
        RejectionKind.TooMany, "access.too_many_tries", "Too many people try to sign in at this moment. Wait a few seconds and try again.");

    /// <summary>The longest that mail knows (RFC 5321, section 4.5.3.1.3).</summary>
    private const int LongestEmail = 254;

    private static readonly Person Nobody = new() { DisplayName = string.Empty };

    private static readonly SignInVerdict IsDenied = new(null, new SignInRefusal(Denied));

    private readonly byte[] _nobodysHash = NobodysHash(options.Value.PasswordIterations);

    public async Task<SignInVerdict> Check(HttpContext context, string? email, string? password)
    {
        if (!IsWorthLookingUp(email) || Passwords.Normalise(password) is not { } normalised)
            return limits.Takes(context) ? IsDenied : new SignInVerdict(null, Busy);
        var emailHash = SignInTries.HashOf(people.NormalizeEmail(email.Trim()));
        var address = SignInLimits.AddressOf(context);
        var source = browsers.Knows(context.Request, emailHash) is { } browser
            ? SignInSource.OfBrowser(browser)
            : SignInSource.OfNetwork(SignInLimits.Neighbourhood(address).ToString());
        // The lane of somebody known is the account's: whoever collects browsers with an own account has one lane for all of them.
        var lane = source.KnowsAccount ? $"account {Convert.ToHexString(emailHash)}" : SignInLimits.Network(address).ToString();
        var verdict = IsDenied;
        var isDone = await limits.TryHash(
            lane, source.KnowsAccount,
            async () => verdict = await Try(email.Trim(), emailHash, source, password!, normalised, context.RequestAborted),
            context.RequestAborted);
        return isDone ? verdict : new SignInVerdict(null, Busy);
    }

    /// <summary>This person signed in well: the browser is known from now on.</summary>
    public void Remember(HttpContext context, Person person)
    {
        if (person.NormalizedEmail is { } email)
            browsers.Remember(context, SignInTries.HashOf(email));
    }

    private static SignInRefusal Busy => new(TooManyTries, SignInLimits.RetryAfter);

    private async Task<SignInVerdict> Try(
        string email, byte[] emailHash, SignInSource source, string typed, string normalised, CancellationToken cancellation)
    {
        if (await tries.Begin(tenant.Id, emailHash, source, cancellation) is { } refusal)
            return new SignInVerdict(null, refusal);
        var person = await people.FindByEmailAsync(email);
        var hash = person?.PasswordHash ?? Convert.ToBase64String(_nobodysHash);
        var verdict = await Task.Run(
            () => Passwords.Verify(people.PasswordHasher, person ?? Nobody, hash, typed, normalised), cancellation);
        if (person is null or { Disabled: true } or { PasswordHash: null } || verdict == PasswordVerificationResult.Failed)
            return IsDenied;
        if (verdict == PasswordVerificationResult.SuccessRehashNeeded)
        {
            person.PasswordHash = await Task.Run(() => people.PasswordHasher.HashPassword(person, normalised), cancellation);
            await people.UpdateAsync(person);
        }

        await tries.Forget(tenant.Id, emailHash, source, cancellation);
        return new SignInVerdict(person, null);
    }

    /// <summary>PostgreSQL stores no NUL, and no address holds a control character.</summary>
    public static bool IsWorthLookingUp([NotNullWhen(true)] string? email) =>
        email is { Length: > 0 and <= LongestEmail } && !email.Any(char.IsControl) && Passwords.IsText(email);

    /// <summary>
    /// Identity's version 3 layout around random bytes: it takes as long to verify as a real one, and no password fits it.
    /// </summary>
    private static byte[] NobodysHash(int iterations)
    {
        const byte version3 = 1;
        const uint hmacSha512 = 2;
        const int saltLength = 16;
        var hash = new byte[13 + saltLength + 32];
        RandomNumberGenerator.Fill(hash.AsSpan(13));
        hash[0] = version3;
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(1), hmacSha512);
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(5), iterations);
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(9), saltLength);
        return hash;
    }
}
