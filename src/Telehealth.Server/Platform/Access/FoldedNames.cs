using Npgsql;
using Telehealth.Domain.Text;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Folds the names that were written before the server did so, or by rules that have changed since (<see cref="FoldedText.Version"/>).
/// </summary>
internal sealed class FoldedNames(NpgsqlDataSource database)
{
    private const int RowsAtOnce = 500;

    public async Task Fill(CancellationToken cancellation)
    {
        while (await Unfolded(cancellation) is { Count: > 0 } people)
            await Fold(people, cancellation);
    }

    private Task<IReadOnlyList<(Guid Tenant, Guid Id, string Name)>> Unfolded(CancellationToken cancellation) => database.Query(
        "select tenant, id, display_name from identity.person where folded_by <> $1 limit $2",
        row => (row.GetGuid(0), row.GetGuid(1), row.GetString(2)), cancellation, FoldedText.Version, RowsAtOnce);

    private async Task Fold(IReadOnlyList<(Guid Tenant, Guid Id, string Name)> people, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        foreach (var (tenant, id, name) in people)
        {
            // A name that has been changed meanwhile was folded with the change.
            var one = new NpgsqlBatchCommand(
                "update identity.person set folded_name = $4, search_words = $5, folded_by = $6 where tenant = $1 and id = $2 and display_name = $3");
            foreach (var value in (object[])[tenant, id, name, FoldedText.Fold(name), FoldedText.Words(name).ToArray(), FoldedText.Version])
                one.Parameters.Add(new NpgsqlParameter { Value = value });
            batch.BatchCommands.Add(one);
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }
}
