using Npgsql;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// Rows that a user waits for: written in the transaction of the append, and written again from the log by a rebuild.
/// </summary>
internal interface IInlineReadModel
{
    string Name { get; }

    /// <summary>Every table that it writes. They hold nothing that the log cannot give back: a rebuild empties them.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>
    /// Adds the statements for one event, or none. Called by the writer for each event in log order; only adds to the batch, reads no clock
    /// and draws no number, so that a rebuild ends with the same rows.
    /// </summary>
    void Apply(StoredEvent stored, NpgsqlBatch batch);
}
