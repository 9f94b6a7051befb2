using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Telehealth.Server.Platform.Access;

/// <summary>Where a try comes from. Each source has its own allowance of wrong passwords for an account.</summary>
/// <param name="Name">As it stands in the table.</param>
/// <param name="KnowsAccount">True for a browser that signed in well with this account before.</param>
internal sealed record SignInSource(string Name, bool KnowsAccount)
{
    /// <summary>What all strange networks together have tried.</summary>
    public const string AllStrangers = "strangers";

    public static SignInSource OfBrowser(Guid id) => new($"browser {id:N}", true);

    public static SignInSource OfNetwork(string network) => new($"network {network}", false);
}

/// <summary>
/// Counts tries of an account by where they come from, before the password is looked at: so many tries at once cannot slip through
/// together, an address that nobody has locks like any other, and nobody can lock an account for somebody who comes from elsewhere.
/// </summary>
internal sealed class SignInTries(NpgsqlDataSource database, IOptions<AccessOptions> options, TimeProvider time)
{
    private readonly AccessOptions _settings = options.Value;

    /// <summary>Null when the password may be looked at; else why not, and for how long.</summary>
    public async Task<SignInRefusal?> Begin(TenantId tenant, byte[] emailHash, SignInSource source, CancellationToken cancellation)
    {
        if (!await Take(tenant, emailHash, source.Name, _settings.SignInTries, _settings.SignInLock, cancellation))
            return new SignInRefusal(
                PasswordCheck.Locked, await Remaining(tenant, emailHash, source.Name, _settings.SignInLock, cancellation));
        if (source.KnowsAccount
            || await Take(tenant, emailHash, SignInSource.AllStrangers, _settings.AccountTries, _settings.AccountPause, cancellation))
            return null;
        await GiveBack(tenant, emailHash, source.Name, cancellation);
        return new SignInRefusal(PasswordCheck.TooManyTries, _settings.AccountPause);
    }

    /// <summary>The password was right: this source begins anew, and among the strangers' tries only the wrong ones stay counted.</summary>
    public async Task Forget(TenantId tenant, byte[] emailHash, SignInSource source, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "delete from identity.sign_in_try where tenant = $1 and email_hash = $2 and source = $3", tenant.Value, emailHash, source.Name);
        await command.ExecuteNonQueryAsync(cancellation);
        if (!source.KnowsAccount)
            await GiveBack(tenant, emailHash, SignInSource.AllStrangers, cancellation);
    }

    /// <summary>An administrator unlocks.</summary>
    public async Task ForgetAll(TenantId tenant, string normalisedEmail, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "delete from identity.sign_in_try where tenant = $1 and email_hash = $2", tenant.Value, HashOf(normalisedEmail));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The same as <c>sha256(convert_to(normalized_email, 'UTF8'))</c> in SQL.</summary>
    public static byte[] HashOf(string normalisedEmail) => SHA256.HashData(Encoding.UTF8.GetBytes(normalisedEmail));

    /// <summary>Up to so many tries; after them one in each pause. What was not tried for the length of a lock is forgotten.</summary>
    private async Task<bool> Take(
        TenantId tenant, byte[] emailHash, string source, int allowance, TimeSpan pause, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var command = database.Command(
            """
            insert into identity.sign_in_try as known (tenant, email_hash, source, tries, last_at) values ($1, $2, $3, 1, $4)
            on conflict (tenant, email_hash, source) do update set tries = case when known.last_at <= $5 then 1 else known.tries + 1 end, last_at = $4
            where known.last_at <= $5 or known.tries < $6 or known.last_at <= $7
            """,
            tenant.Value, emailHash, source, now, now - _settings.SignInLock, allowance, now - pause);
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    private async Task GiveBack(TenantId tenant, byte[] emailHash, string source, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "update identity.sign_in_try set tries = tries - 1 where tenant = $1 and email_hash = $2 and source = $3", tenant.Value,
            emailHash, source);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<TimeSpan> Remaining(TenantId tenant, byte[] emailHash, string source, TimeSpan pause, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "select last_at from identity.sign_in_try where tenant = $1 and email_hash = $2 and source = $3", tenant.Value, emailHash,
            source);
        return await command.ExecuteScalarAsync(cancellation) is DateTime lastAt ? lastAt + pause - time.GetUtcNow() : TimeSpan.Zero;
    }
}
