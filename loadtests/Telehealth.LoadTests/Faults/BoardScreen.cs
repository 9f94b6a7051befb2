using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR.Client;
using Npgsql;
using Telehealth.Testing.Hubs;
using Telehealth.Testing.Nodes;

namespace Telehealth.LoadTests.Faults;

/// <summary>
/// The board of a console that stays with one node, through whatever happens to it: it connects anew to that one and nobody else, so it
/// shows what this node tells.
/// </summary>
internal sealed class BoardScreen(NodeProcess node, string token) : IAsyncDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentDictionary<Guid, EmergencyLine> _emergencies = new();
    private readonly ConcurrentDictionary<Guid, UnitLine> _units = new();
    private Task _watching = Task.CompletedTask;

    public void Open() => _watching = Task.Run(Watch);

    /// <summary>Rows that are not as in the log, or are missing. Everything has to be quiet.</summary>
    public async Task<int> Disagreements(NpgsqlDataSource database, CancellationToken ct)
    {
        var wrong = 0;
        await using var emergencies = database.CreateCommand(
            """
            select s.stream_id, s.version, e.ended_at is not null from event_store.stream s
            join emergencies.emergency e on e.tenant = s.tenant and e.emergency_id = s.stream_id
            where s.stream_type = 'emergency' and (e.ended_at is null or e.ended_at > now() - interval '50 minutes')
            """);
        await using (var rows = await emergencies.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
            {
                var stored = (rows.GetInt64(1), rows.GetBoolean(2));
                if (!_emergencies.TryGetValue(rows.GetGuid(0), out var shown) || (shown.Version, shown.EndedAt is not null) != stored)
                    wrong++;
            }
        }

        await using var units = database.CreateCommand(
            """
            select u.unit_id, a.emergency_id from units.unit u
            left join emergencies.assignment a on a.tenant = u.tenant and a.unit_id = u.unit_id and a.ended_at is null
            """);
        await using (var rows = await units.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
            {
                Guid? bound = await rows.IsDBNullAsync(1, ct) ? null : rows.GetGuid(1);
                if (_units.TryGetValue(rows.GetGuid(0), out var shown) ? shown.EmergencyId != bound : bound is not null)
                    wrong++;
            }
        }

        return wrong;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watching;
        _over.Dispose();
    }

    private async Task Watch()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                await WatchOnce();
            }
            catch (Exception lost) when (PersistentHub.IsLost(lost))
            {
                // The node is away; what was on the screen stays there until it is back.
            }

            await Task.Delay(Pause, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WatchOnce()
    {
        var client = HubClient.To(node.Hub("/hub/dispatch"), token);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Connection.Closed += _ => Task.FromResult(closed.TrySetResult());
        client.Connection.On<Board>("BoardChanged", Take);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
            patience.CancelAfter(AnswerWithin);
            await client.Start(patience.Token);
            Take(await client.Ask<Board>("WatchBoard", [], patience.Token));
            await closed.Task.WaitAsync(_over.Token);
        }
        finally
        {
            PersistentHub.Forget(client);
        }
    }

    /// <summary>An answer and a change may pass each other on the way: the newer row stays.</summary>
    private void Take(Board board)
    {
        foreach (var emergency in board.Emergencies)
            _emergencies.AddOrUpdate(emergency.Id, emergency, (_, shown) => shown.Version > emergency.Version ? shown : emergency);
        foreach (var unit in board.Units)
            _units[unit.Id] = unit;
    }

    private sealed record Board(IReadOnlyList<EmergencyLine> Emergencies, IReadOnlyList<UnitLine> Units);

    private sealed record EmergencyLine(Guid Id, long Version, DateTimeOffset? EndedAt);

    private sealed record UnitLine(Guid Id, Guid? EmergencyId);
}
