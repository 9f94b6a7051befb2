using Microsoft.Extensions.Options;
using Npgsql;

namespace Telehealth.Server.Platform.Access;

/// <summary>A sign-in that holds at this moment.</summary>
internal sealed record LiveSession(Caller Caller, string? Email, bool OfDevice, DateTimeOffset IdleUntil, DateTimeOffset ExpiresAt);

/// <summary>
/// Every sign-in is a row, and nothing is believed without it: deleting the row ends the sign-in on every node at once.
/// Roles and name are read from the person each time, so no token can hold old ones.
/// </summary>
internal sealed class Sessions(NpgsqlDataSource database, IOptions<AccessOptions> options, TimeProvider time)
{
    private const string SelectLive = """
        select s.id, s.person_id, s.guest_link_id, s.guest_consult_id, coalesce(s.guest_name, p.display_name), p.roles, p.email, s.idle_until, s.expires_at,
            s.kind = 'device', coalesce(p.owes_password, false)
        from identity.session s left join identity.person p on p.tenant = s.tenant and p.id = s.person_id
        where s.tenant = $1 and s.idle_until > $2 and s.expires_at > $2 and p.disabled is not true
        """;

    /// <summary>Moving the idle limit forward at each request would be a write at each request.</summary>
    private static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(1);

    private readonly AccessOptions _settings = options.Value;

    /// <summary>
    /// A browser's session, named by the secret that its cookie will carry; null when the person changed since the password was checked.
    /// </summary>
    public async Task<Guid?> OpenBrowser(Person person, string secret, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var command = database.Command(
            """
            with person as (
                update identity.person set last_sign_in_at = $5
                where tenant = $1 and id = $2 and security_stamp = $3 and not disabled returning tenant, id)
            insert into identity.session (tenant, id, kind, secret_hash, person_id, created_at, idle_until, expires_at)
            select tenant, $4, 'browser', $6, id, $5, $7, $8 from person returning id
            """,
            person.TenantId, person.Id, person.SecurityStamp, Guid.CreateVersion7(now), now, Secret.HashOf(secret),
            now + _settings.SessionIdle,
            now + _settings.SessionLimit);
        return (Guid?)await command.ExecuteScalarAsync(cancellation);
    }

    /// <summary>Ends when the link does.</summary>
    public async Task<Guid> OpenGuest(GuestGrant grant, string name, string secret, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var limit = now + _settings.SessionLimit;
        await using var command = database.Command(
            """
            insert into identity.session
                (tenant, id, kind, secret_hash, guest_link_id, guest_consult_id, guest_name, created_at, idle_until, expires_at)
            values ($1, $2, 'guest', $3, $4, $5, $6, $7, $8, $9)
            """,
            grant.Tenant.Value, id, Secret.HashOf(secret), grant.LinkId, grant.Scope.Value, name, now, now + _settings.SessionIdle,
            grant.ExpiresAt < limit ? grant.ExpiresAt : limit);
        await command.ExecuteNonQueryAsync(cancellation);
        return id;
    }

    public async Task<LiveSession?> FindBySecret(TenantId tenant, byte[] secretHash, CancellationToken cancellation)
    {
        await using var command = database.Command(SelectLive + " and s.secret_hash = $3", tenant.Value, time.GetUtcNow(), secretHash);
        return await ReadAndTouch(tenant, command, cancellation);
    }

    public async Task<LiveSession?> Find(TenantId tenant, Guid sessionId, CancellationToken cancellation)
    {
        await using var command = database.Command(SelectLive + " and s.id = $3", tenant.Value, time.GetUtcNow(), sessionId);
        return await ReadAndTouch(tenant, command, cancellation);
    }

    /// <summary>
    /// Which of these still hold. Being asked about is being heard of: a live connection keeps its session from idling out.
    /// </summary>
    public async Task<IReadOnlySet<Guid>> StillLive(TenantId tenant, Guid[] sessionIds, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var command = database.Command(
            """
            select s.id from identity.session s left join identity.person p on p.tenant = s.tenant and p.id = s.person_id
            where s.tenant = $1 and s.idle_until > $2 and s.expires_at > $2 and p.disabled is not true and s.id = any($3)
            """,
            tenant.Value, now, sessionIds);
        var live = await ReadIds(command, cancellation);
        await Touch(tenant, [.. live], now, cancellation);
        return live.ToHashSet();
    }

    public Task<IReadOnlyList<Guid>> End(TenantId tenant, Guid sessionId, CancellationToken cancellation) =>
        Delete("id = $2", tenant, sessionId, cancellation);

    public Task<IReadOnlyList<Guid>> EndOfPerson(TenantId tenant, Guid personId, CancellationToken cancellation) =>
        Delete("person_id = $2", tenant, personId, cancellation);

    public Task<IReadOnlyList<Guid>> EndOfGuest(TenantId tenant, Guid linkId, CancellationToken cancellation) =>
        Delete("guest_link_id = $2", tenant, linkId, cancellation);

    /// <summary>Takes rows away that nobody can use any more, of all tenants; any node may, at any time.</summary>
    public async Task Purge(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from identity.session where expires_at <= $1 or idle_until <= $1")
        {
            Parameters = { new NpgsqlParameter { Value = now } },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from identity.sign_in_try where last_at <= $1")
        {
            Parameters = { new NpgsqlParameter { Value = now - _settings.SignInLock } },
        });
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<IReadOnlyList<Guid>> Delete(string condition, TenantId tenant, Guid id, CancellationToken cancellation)
    {
        await using var command = database.Command(
            $"delete from identity.session where tenant = $1 and {condition} returning id", tenant.Value, id);
        return await ReadIds(command, cancellation);
    }

    private async Task<LiveSession?> ReadAndTouch(TenantId tenant, NpgsqlCommand command, CancellationToken cancellation)
    {
        LiveSession session;
        await using (var row = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await row.ReadAsync(cancellation))
                return null;
            session = Read(tenant, row);
        }

        var now = time.GetUtcNow();
        var idle = session.OfDevice ? _settings.DeviceIdle : _settings.SessionIdle;
        if (session.IdleUntil < now + idle - TouchInterval)
            await Touch(tenant, [session.Caller.SessionId], now, cancellation);
        return session;
    }

    private async Task Touch(TenantId tenant, Guid[] sessionIds, DateTimeOffset now, CancellationToken cancellation)
    {
        if (sessionIds.Length == 0)
            return;
        await using var command = database.Command(
            """
            update identity.session set idle_until = case when kind = 'device' then $3 else $4 end
            where tenant = $1 and id = any($2) and idle_until < case when kind = 'device' then $5 else $6 end
            """,
            tenant.Value, sessionIds, now + _settings.DeviceIdle, now + _settings.SessionIdle, now + _settings.DeviceIdle - TouchInterval,
            now + _settings.SessionIdle - TouchInterval);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static LiveSession Read(TenantId tenant, NpgsqlDataReader row)
    {
        var isGuest = row.IsDBNull(1);
        var caller = new Caller(
            tenant,
            isGuest ? row.GetGuid(2) : row.GetGuid(1),
            row.GetString(4),
            isGuest ? [Roles.Guest] : row.GetFieldValue<string[]>(5),
            isGuest ? new GuestScope(row.GetGuid(3)) : null,
            row.GetGuid(0))
        {
            OwesPassword = row.GetBoolean(10),
        };
        return new LiveSession(
            caller, isGuest ? null : row.GetString(6), row.GetBoolean(9), row.GetFieldValue<DateTimeOffset>(7),
            row.GetFieldValue<DateTimeOffset>(8));
    }

    private static async Task<IReadOnlyList<Guid>> ReadIds(NpgsqlCommand command, CancellationToken cancellation)
    {
        var ids = new List<Guid>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            ids.Add(rows.GetGuid(0));
        return ids;
    }
}
