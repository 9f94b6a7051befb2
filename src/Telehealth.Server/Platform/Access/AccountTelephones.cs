using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// The telephone numbers that accounts keep, as they were typed. They change by themselves: no sign-in ends with it, and whoever changes
/// the rest of an account at that moment is not stopped.
/// </summary>
internal sealed class AccountTelephones(NpgsqlDataSource database)
{
    /// <summary>Null when the account has none, or there is no such account.</summary>
    public async Task<string?> Of(TenantId tenant, Guid person, CancellationToken cancellation) =>
        await database.Query(
            "select telephone from identity.person where tenant = $1 and id = $2", row => row.TextOrNull("telephone"), cancellation,
            tenant.Value, person)
            is [var number]
            ? number
            : null;

    /// <summary>
    /// What cannot be dialled is kept for a person to read; nothing typed is no number. False when there is no such account.
    /// </summary>
    public async Task<bool> Keep(TenantId tenant, Guid person, string? typed, CancellationToken cancellation)
    {
        await using var update = database.Command(
            "update identity.person set telephone = $3 where tenant = $1 and id = $2", tenant.Value, person, CallbackNumber.Kept(typed));
        return await update.ExecuteNonQueryAsync(cancellation) > 0;
    }
}
