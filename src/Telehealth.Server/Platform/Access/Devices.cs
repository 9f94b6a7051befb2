using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Tokens of devices. The access token is a short-lived, data-protected name of a session, good at every node that shares the key ring. The
/// refresh token is a secret that is replaced at each use. Within <see cref="AccessOptions.RefreshRetry"/> a used one brings the same
/// successor again, while that is unused; later it ends the session, because two now hold it.
/// </summary>
internal sealed class Devices(
    NpgsqlDataSource database, IDataProtectionProvider protection, Revocations revocations, IOptions<AccessOptions> options,
    TimeProvider time, ILogger<Devices> log)
{
    private const int AccessBytes = 16 + 16 + 8;

    private readonly IDataProtector _protector = protection.CreateProtector("device-access.v1");
    private readonly AccessOptions _settings = options.Value;

    /// <summary>Null when the person changed since the password was checked.</summary>
    public async Task<DeviceTokens?> Open(Person person, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var sessionId = Guid.CreateVersion7(now);
        var refresh = Secret.New();
        await using var command = database.Command(
            """
            with person as (
                update identity.person set last_sign_in_at = $5
                where tenant = $1 and id = $2 and security_stamp = $3 and not disabled returning tenant, id),
            session as (
                insert into identity.session (tenant, id, kind, person_id, created_at, idle_until, expires_at)
                select tenant, $4, 'device', id, $5, $7, $8 from person returning tenant, id)
            insert into identity.refresh_token (tenant, secret_hash, session_id, issued_at) select tenant, $6, id, $5 from session
            """,
            person.TenantId, person.Id, person.SecurityStamp, sessionId, now, Secret.HashOf(refresh), now + _settings.DeviceIdle,
            now + _settings.DeviceLimit);
        return await command.ExecuteNonQueryAsync(cancellation) == 1
            ? Tokens(new TenantId(person.TenantId), sessionId, refresh, now)
            : null;
    }

    /// <summary>New tokens for a refresh token; null for one that is unknown, used, or whose session has ended.</summary>
    public async Task<DeviceTokens?> Refresh(TenantId tenant, string refreshToken, CancellationToken cancellation)
    {
        if (Secret.HashOf(refreshToken) is not { } hash)
            return null;
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await FindLocked(connection, tenant, hash, now, cancellation) is not { } presented)
            return null;
        var refresh = presented.SuccessorOf(refreshToken);
        if (presented.UsedAt is null)
            await Exchange(connection, tenant, presented, hash, refresh, now, cancellation);
        else if (now - presented.UsedAt > _settings.RefreshRetry)
        {
            await transaction.RollbackAsync(cancellation);
            await connection.CloseAsync();
            log.RefreshTokenReused(presented.SessionId);
            await revocations.EndSession(tenant, presented.SessionId, cancellation);
            return null;
        }
        else if (!presented.SuccessorIsUnused)
        {
            // A request that was slow on its way comes after the one that was
            // sent for it. Whoever sends it gets nothing, and the owner goes on.
            return null;
        }

        await transaction.CommitAsync(cancellation);
        return Tokens(tenant, presented.SessionId, refresh, now);
    }

    private async Task Exchange(
        NpgsqlConnection connection, TenantId tenant, PresentedToken presented, byte[] hash, string refresh, DateTimeOffset now,
        CancellationToken cancellation)
    {
        await using var exchange = connection.Command(
            """
            with used as (update identity.refresh_token set used_at = $5, successor_hash = $4, successor_salt = $6 where tenant = $1 and secret_hash = $3),
            heard as (update identity.session set idle_until = $7 where tenant = $1 and id = $2)
            insert into identity.refresh_token (tenant, session_id, secret_hash, issued_at) values ($1, $2, $4, $5)
            """,
            tenant.Value, presented.SessionId, hash, Secret.HashOf(refresh), now, presented.Salt, now + _settings.DeviceIdle);
        await exchange.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// Which session an access token names; null when it is not ours or out
    /// of time. Whether the session still holds is looked up by the caller.
    /// </summary>
    public (TenantId Tenant, Guid SessionId)? Read(string accessToken)
    {
        byte[] bytes;
        try
        {
            bytes = _protector.Unprotect(WebEncoders.Base64UrlDecode(accessToken));
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }

        return bytes.Length == AccessBytes && BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(32)) > time.GetUtcNow().ToUnixTimeSeconds()
            ? (new TenantId(new Guid(bytes.AsSpan(0, 16))), new Guid(bytes.AsSpan(16, 16)))
            : null;
    }

    private DeviceTokens Tokens(TenantId tenant, Guid sessionId, string refresh, DateTimeOffset now)
    {
        var bytes = new byte[AccessBytes];
        tenant.Value.TryWriteBytes(bytes);
        sessionId.TryWriteBytes(bytes.AsSpan(16));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(32), (now + _settings.DeviceAccess).ToUnixTimeSeconds());
        return new DeviceTokens(WebEncoders.Base64UrlEncode(_protector.Protect(bytes)), refresh, (int)_settings.DeviceAccess.TotalSeconds);
    }

    private static async Task<PresentedToken?> FindLocked(
        NpgsqlConnection connection, TenantId tenant, byte[] hash, DateTimeOffset now, CancellationToken cancellation)
    {
        // The session's row is the lock: two refreshes of one device run one after the other. What the second one reads about the tokens
        // must be read after it got the lock, so that is a statement of its own.
        await using var lockSession = connection.Command(
            """
            select s.id from identity.session s join identity.person p on p.tenant = s.tenant and p.id = s.person_id
            where s.tenant = $1 and s.idle_until > $3 and s.expires_at > $3 and not p.disabled
              and s.id = (select session_id from identity.refresh_token where tenant = $1 and secret_hash = $2)
            for update of s
            """,
            tenant.Value, hash, now);
        if (await lockSession.ExecuteScalarAsync(cancellation) is not Guid sessionId)
            return null;
        await using var command = connection.Command(
            """
            select t.used_at, t.successor_salt, next.secret_hash is not null and next.used_at is null and t.successor_salt is not null
            from identity.refresh_token t
            left join identity.refresh_token next on next.tenant = t.tenant and next.secret_hash = t.successor_hash
            where t.tenant = $1 and t.secret_hash = $2
            """,
            tenant.Value, hash);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation)
            ? new PresentedToken(
                sessionId, row.IsDBNull(0) ? null : row.GetFieldValue<DateTimeOffset>(0),
                row.IsDBNull(1) ? Secret.NewSalt() : row.GetFieldValue<byte[]>(1), row.GetBoolean(2))
            : null;
    }

    /// <param name="Salt">What the successor is made with, beside the token itself:
    /// the database alone yields no token, nor does a token that was used.</param>
    private sealed record PresentedToken(Guid SessionId, DateTimeOffset? UsedAt, byte[] Salt, bool SuccessorIsUnused)
    {
        /// <summary>
        /// The same for each time that the token is presented: a device that asks twice holds one token, whichever answer it heard.
        /// </summary>
        public string SuccessorOf(string token) => Secret.Derived(token, Salt);
    }
}
