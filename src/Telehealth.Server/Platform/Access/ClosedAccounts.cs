using Npgsql;
using Telehealth.Domain.Text;

namespace Telehealth.Server.Platform.Access;

/// <summary>Accounts without a password and disabled: lists and boards have a name to show, and nobody can sign in.</summary>
internal sealed class ClosedAccounts(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Does nothing when the id or the address is taken.</summary>
    public async Task Add(TenantId tenant, Guid id, string email, string name, string role, CancellationToken cancellation)
    {
        await using var insert = database.Command(
            """
            insert into identity.person (tenant, id, email, normalized_email, display_name, roles, security_stamp, concurrency_stamp, disabled, created_at,
                folded_name, search_words, folded_by)
            values ($1, $2, $3, $4, $5, $6, gen_random_uuid()::text, gen_random_uuid()::text, true, $7, $8, $9, $10) on conflict do nothing
            """,
            tenant.Value, id, email, email.ToUpperInvariant(), name, new[] { role }, time.GetUtcNow(),
            FoldedText.Fold(name), FoldedText.Words(name).ToArray(), FoldedText.Version);
        await insert.ExecuteNonQueryAsync(cancellation);
    }
}
