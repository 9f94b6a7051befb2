using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Telehealth.Server.Access;

/// <summary>
/// E-mail and password to a person. Whoever has no account gets the same answer after the same work as whoever mistypes the password.
/// </summary>
internal sealed class PasswordCheck(
    UserManager<Person> people, SignInTries tries, SignInLimits limits, CurrentTenant tenant, IOptions<AccessOptions> options)
{
    public static readonly Rejection Denied = new("access.denied", "E-mail address or password is not right.");

    public static readonly Rejection Locked = new(
        "access.locked", "Too many wrong passwords for this e-mail address. Wait a quarter of an hour, or ask an administrator.");

    public static readonly Rejection TooManyTries = new("access.too_many_tries", "Too many sign-ins from this network. Wait a minute and try again.");

    /// <summary>The longest that mail knows (RFC 5321, section 4.5.3.1.3).</summary>
    private const int LongestEmail = 254;

    /// <summary>Longer ones would only be work for us.</summary>
    private const int LongestPassword = 256;

    private static readonly Person Nobody = new() { DisplayName = string.Empty };

    private readonly byte[] _nobodysHash = NobodysHash(options.Value.PasswordIterations);

    public async Task<(Person? Person, Rejection? Rejection)> Check(HttpContext context, string? email, string? password)
    {
        var cancellation = context.RequestAborted;
        if (!limits.Takes(context))
            return (null, TooManyTries);
        if (!IsWorthLookingUp(email) || password is not { Length: > 0 and <= LongestPassword })
            return (null, Denied);
        var normalised = people.NormalizeEmail(email.Trim());
        if (!await tries.Begin(tenant.Id, normalised, cancellation))
            return (null, Locked);
        var person = await people.FindByEmailAsync(email.Trim());
        var hash = person?.PasswordHash ?? Convert.ToBase64String(_nobodysHash);
        var verdict = await limits.Hash(() => people.PasswordHasher.VerifyHashedPassword(person ?? Nobody, hash, password), cancellation);
        if (person is null or { Disabled: true } or { PasswordHash: null } || verdict == PasswordVerificationResult.Failed)
            return (null, Denied);
        if (verdict == PasswordVerificationResult.SuccessRehashNeeded)
        {
            person.PasswordHash = await limits.Hash(() => people.PasswordHasher.HashPassword(person, password), cancellation);
            await people.UpdateAsync(person);
        }

        await tries.Forget(tenant.Id, normalised, cancellation);
        return (person, null);
    }

    /// <summary>PostgreSQL stores no NUL, and no address holds a control character.</summary>
    public static bool IsWorthLookingUp([NotNullWhen(true)] string? email) => email is { Length: > 0 and <= LongestEmail } && !email.Any(char.IsControl);

    /// <summary>Identity's version 3 layout around random bytes: it takes as long to verify as a real one, and no password fits it.</summary>
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
