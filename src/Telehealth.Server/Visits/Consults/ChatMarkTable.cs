using Npgsql;
using NpgsqlTypes;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// Keeps how far each participant has come in the chat: one row a participant, that survives a reconnection and a restart.
/// </summary>
internal sealed class ChatMarkTable(NpgsqlDataSource database)
{
    /// <summary>Writes marks of many seats in one statement, and returns those that went forward, as they are now.</summary>
    public async Task<IReadOnlyList<(SeatKey Seat, ChatMark Mark)>> Write(
        IReadOnlyDictionary<SeatKey, ChatMark> marks, CancellationToken ct)
    {
        // In one order, so that two nodes never wait for each other's rows.
        var ordered = marks.OrderBy(pair => pair.Key.Consult).ThenBy(pair => pair.Key.Participant).ToArray();
        await using var command = database.CreateCommand(
            """
            insert into consults.chat_mark as known (tenant, consult_id, participant_id, delivered, read)
            select * from unnest($1, $2, $3, $4, $5)
            on conflict (tenant, consult_id, participant_id) do update set
                delivered = greatest(known.delivered, excluded.delivered), read = greatest(known.read, excluded.read)
            where excluded.delivered > known.delivered or excluded.read > known.read
            returning tenant, consult_id, participant_id, delivered, read
            """);
        Add(NpgsqlDbType.Uuid, ordered.Select(pair => pair.Key.Tenant.Value).ToArray());
        Add(NpgsqlDbType.Uuid, ordered.Select(pair => pair.Key.Consult).ToArray());
        Add(NpgsqlDbType.Uuid, ordered.Select(pair => pair.Key.Participant).ToArray());
        Add(NpgsqlDbType.Bigint, ordered.Select(pair => pair.Value.Delivered).ToArray());
        Add(NpgsqlDbType.Bigint, ordered.Select(pair => pair.Value.Read).ToArray());
        List<(SeatKey, ChatMark)> written = [];
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var mark = ConsultQueries.ReadMark(reader);
            written.Add((new SeatKey(new TenantId(reader.Guid("tenant")), reader.Guid("consult_id"), mark.ParticipantId), mark));
        }

        return written;

        void Add<T>(NpgsqlDbType type, T[] values) =>
            command.Parameters.Add(new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type });
    }
}
