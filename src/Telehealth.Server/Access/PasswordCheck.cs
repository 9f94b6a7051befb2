using System.Buffers.Binary;
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
    public static readonly Rejection Locked = new("access.locked", "Too many wrong passwords for this e-mail address. Wait a quarter of an hour, or ask an administrator.");
    public static readonly Rejection TooManyTries = new("access.too_many_tries", "Too many sign-ins from this network. Wait a minute and try again.");

    private const int LongestEmail = 254;

    /// <summary>Longer ones would only be work for us.</summary>
    private const int LongestPassword = 256;

    private readonly byte[] nobodysHash = NobodysHash(options.Value.PasswordIterations);

    public async Task<(Person? Person, Rejection? Rejection)> Check(HttpContext context, string? email, string? password)
    {
        var cancellation = context.RequestAborted;
        if (!limits.Takes(context))
            return (null, TooManyTries);
        if (email is null || password is null || email.Length > LongestEmail || password.Length is 0 or > LongestPassword)
            return (null, Denied);
        var normalised = people.NormalizeEmail(email.Trim());
        if (!await tries.Begin(tenant.Id, normalised, cancellation))
            return (null, Locked);
        var person = await people.FindByEmailAsync(email.Trim());
        var hash = person?.PasswordHash ?? Convert.ToBase64String(nobodysHash);
        var verdict = await limits.Hash(() => people.PasswordHasher.VerifyHashedPassword(person ?? nobody, hash, password), cancellation);
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

    private static readonly Person nobody = new() { DisplayName = string.Empty };

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
