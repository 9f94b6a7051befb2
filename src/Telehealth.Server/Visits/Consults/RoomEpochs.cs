using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;
using Telehealth.Server.Platform.Cluster;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// Under which number each room of this node was opened. Whoever opens a room raises its number, so a node that stood still while others
/// took its rooms over finds higher ones and lets go. It keeps apart what nodes believe; what people may do stands in the log.
/// </summary>
internal sealed class RoomEpochs(NpgsqlDataSource database, ClusterNodes nodes, TimeProvider time)
{
    /// <summary>Looked at every second; who looked longer ago has stood still.</summary>
    private static readonly TimeSpan TrustedFor = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan DatabaseAnswersWithin = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<RoomKey, long> _opened = new();
    private readonly ConcurrentDictionary<RoomKey, Task> _opening = new();
    private long _lookedAt = time.GetTimestamp();

    /// <summary>This one, as the others call it.</summary>
    public string Node => nodes.Self;

    /// <summary>Those that this node has opened, and that nobody has taken over as far as it knows.</summary>
    public ICollection<RoomKey> All => _opened.Keys;

    /// <summary>
    /// Makes this node the room's home, unless it is already. Whoever enters while it is opened waits for that: a second number of this
    /// node's own would look like another's, and the room would be given up.
    /// </summary>
    public async Task Open(RoomKey room, CancellationToken ct)
    {
        while (!_opened.ContainsKey(room))
        {
            var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var first = _opening.GetOrAdd(room, opened.Task);
            if (first != opened.Task)
            {
                await first.WaitAsync(ct);
                continue;
            }

            try
            {
                _opened[room] = await Raise(room, ct);
            }
            finally
            {
                _opening.TryRemove(room, out _);
                opened.SetResult();
            }
        }
    }

    public void Forget(RoomKey room) => _opened.TryRemove(room, out _);

    /// <summary>The consult is over, so nobody opens its room any more.</summary>
    public async Task End(RoomKey room, CancellationToken ct)
    {
        Forget(room);
        await using var command = database.CreateCommand("delete from consults.consult_room where tenant = $1 and consult_id = $2");
        command.Parameters.Add(new NpgsqlParameter { Value = room.Tenant.Value });
        command.Parameters.Add(new NpgsqlParameter { Value = room.Consult });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Whether the room is still this node's. A node that looks as it should knows without asking; while the database does not answer,
    /// calls go on.
    /// </summary>
    public async Task<bool> IsOurs(RoomKey room, CancellationToken ct)
    {
        if (!_opened.ContainsKey(room))
            return false;
        if (time.GetElapsedTime(Interlocked.Read(ref _lookedAt)) < TrustedFor)
            return true;
        try
        {
            return !(await Lost([room], ct).WaitAsync(DatabaseAnswersWithin, ct)).Contains(room);
        }
        catch (Exception problem) when (problem is NpgsqlException or TimeoutException)
        {
            return true;
        }
    }

    /// <summary>The rooms that others have taken over.</summary>
    public async Task<IReadOnlyList<RoomKey>> Lost(CancellationToken ct)
    {
        var lost = await Lost([.. _opened.Keys], ct);
        Interlocked.Exchange(ref _lookedAt, time.GetTimestamp());
        return lost;
    }

    private async Task<long> Raise(RoomKey room, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            insert into consults.consult_room as known (tenant, consult_id, node, epoch) values ($1, $2, $3, 1)
            on conflict (tenant, consult_id) do update set node = excluded.node, epoch = known.epoch + 1
            returning epoch
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = room.Tenant.Value });
        command.Parameters.Add(new NpgsqlParameter { Value = room.Consult });
        command.Parameters.Add(new NpgsqlParameter { Value = Node });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<IReadOnlyList<RoomKey>> Lost(IReadOnlyList<RoomKey> rooms, CancellationToken ct)
    {
        if (rooms.Count == 0)
            return [];
        await using var command = database.CreateCommand(
            """
            select r.tenant, r.consult_id, r.epoch
            from consults.consult_room r join unnest($1, $2) as asked (tenant, consult_id) using (tenant, consult_id)
            """);
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = rooms.Select(room => room.Tenant.Value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
        });
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = rooms.Select(room => room.Consult).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
        });
        List<RoomKey> lost = [];
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var room = new RoomKey(new TenantId(reader.Guid("tenant")), reader.Guid("consult_id"));
            if (_opened.TryGetValue(room, out var ours) && reader.Long("epoch") > ours)
                lost.Add(room);
        }

        return lost;
    }
}
