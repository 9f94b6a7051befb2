using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Domain.Text;

namespace Telehealth.Server.Platform.Access;

/// <summary>People as lists show them.</summary>
internal sealed class UserDirectory(NpgsqlDataSource database, IOptions<AccessOptions> options, TimeProvider time)
{
    private const int LargestPage = 200;
    private const int MostPatients = 50;
    private const int LongestSearch = 100;

    private const string SelectUsers = """
        select p.id, p.display_name, p.email, p.roles, p.disabled, p.created_at, (
            select max(t.last_at) + $2 from identity.sign_in_try t
            where t.tenant = p.tenant and t.email_hash = sha256(convert_to(p.normalized_email, 'UTF8')) and t.source <> 'strangers'
                and t.tries >= $3 and t.last_at + $2 > $4), p.telephone
        from identity.person p
        where p.tenant = $1
        """;

    private readonly AccessOptions _settings = options.Value;

    public async Task<UserPage> Page(TenantId tenant, string? search, int skip, int take, CancellationToken cancellation)
    {
        var (names, emails) = (NameQuery.Of(search), EmailsWith(search));
        await using var count = database.Command(
            $"select count(*)::int from identity.person p where p.tenant = $1 and ({NameQuery.Finds("$2")} or p.normalized_email like $3)",
            tenant.Value, names, emails);
        var total = (int)(await count.ExecuteScalarAsync(cancellation) ?? 0);
        await using var page = database.Command(
            $"{SelectUsers} and ({NameQuery.Finds("$5")} or p.normalized_email like $6) order by {NameQuery.Order}, p.id offset $7 limit $8",
            tenant.Value, _settings.SignInLock, _settings.SignInTries, time.GetUtcNow(), names, emails, Math.Max(0, skip),
            Math.Clamp(take, 1, LargestPage));
        return new UserPage(await Read(page, cancellation).ToListAsync(cancellation), total);
    }

    public async Task<UserRow?> Find(TenantId tenant, Guid personId, CancellationToken cancellation)
    {
        await using var command = database.Command(
            $"{SelectUsers} and p.id = $5", tenant.Value, _settings.SignInLock, _settings.SignInTries, time.GetUtcNow(), personId);
        return await Read(command, cancellation).FirstOrDefaultAsync(cancellation);
    }

    public async Task<IReadOnlyList<PatientEntry>> Patients(TenantId tenant, string? search, CancellationToken cancellation)
    {
        await using var command = database.Command(
            $"""
            select p.id, p.display_name from identity.person p
            where p.tenant = $1 and 'patient' = any(p.roles) and not p.disabled and {NameQuery.Finds("$2")}
            order by {NameQuery.Order}, p.id limit $3
            """,
            tenant.Value, NameQuery.Of(search), MostPatients);
        var patients = new List<PatientEntry>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            patients.Add(new PatientEntry(rows.GetGuid(0), rows.GetString(1)));
        return patients;
    }

    /// <summary>Whether this is the account of a patient who may sign in.</summary>
    public async Task<bool> IsPatient(TenantId tenant, Guid personId, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "select exists (select from identity.person where tenant = $1 and id = $2 and 'patient' = any(roles) and not disabled)",
            tenant.Value, personId);
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    /// <summary>Names of people for read models and timelines; who is unknown is absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> Names(TenantId tenant, Guid[] personIds, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "select id, display_name from identity.person where tenant = $1 and id = any($2)", tenant.Value, personIds);
        var names = new Dictionary<Guid, string>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            names[rows.GetGuid(0)] = rows.GetString(1);
        return names;
    }

    /// <summary>Addresses are stored in the framework's upper case, so both sides of the comparison are its own.</summary>
    private static string EmailsWith(string? search)
    {
        var text = PlainText.Line(search, LongestSearch).ToUpperInvariant();
        return "%" + text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_") + "%";
    }

    private static async IAsyncEnumerable<UserRow> Read(NpgsqlCommand command, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            yield return new UserRow(
                rows.GetGuid(0), rows.GetString(1), rows.GetString(2), rows.GetFieldValue<string[]>(3), rows.GetBoolean(4),
                rows.IsDBNull(6) ? null : rows.GetFieldValue<DateTimeOffset>(6), rows.GetFieldValue<DateTimeOffset>(5),
                rows.IsDBNull(7) ? null : rows.GetString(7));
        }
    }
}
