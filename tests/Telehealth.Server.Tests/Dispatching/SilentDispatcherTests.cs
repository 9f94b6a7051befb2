using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Demo;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Tests.Live;
using Telehealth.Testing.Hubs;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>A server whose watch waits for two seconds only, with a second node.</summary>
public sealed class WatchfulServer : IAsyncLifetime
{
    internal ServerHost Host { get; } = new()
    {
        Settings = new Dictionary<string, string?>
        {
            ["Dispatching:WatchEvery"] = "00:00:00.500",
            ["Dispatching:UnaskedFor"] = "00:00:02",
            ["Dispatching:StalledAfter"] = "00:10:00",
        },
    };

    public ValueTask InitializeAsync() => Host.InitializeAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>
/// The node that runs the dispatcher does not get on: from any other node a person is called, and another node takes over.
/// </summary>
public sealed class SilentDispatcherTests(WatchfulServer server) : IClassFixture<WatchfulServer>
{
    private ServerHost Host => server.Host;

    [Fact]
    public async Task A_dispatcher_that_does_nothing_is_told_on_every_console_and_taken_over_when_it_falls_silent()
    {
        await using var node = await Host.AddNode();
        await using var here = await Host.Console();
        await using var there = await ServerHost.Connect(node.Address, "dispatch", await Host.TokenOf(DemoPeople.Hana));
        await here.Ask<Board>("WatchBoard");
        await there.Ask<Board>("WatchBoard");
        await using var stuck = await StuckDispatcher.Hold(Host.Get<Npgsql.NpgsqlDataSource>());

        var raised = await here.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());

        foreach (var console in new[] { here, there })
        {
            var alarm = await console.Hear<AlarmRow>("AlarmChanged", alarm => alarm.EmergencyId == raised.Id);
            Assert.Equal((AlarmKind.DispatchStalled, null), (alarm.Kind, alarm.AcknowledgedAt));
        }

        stuck.FallSilent();
        await here.Hear<AlarmRow>("AlarmChanged", alarm => alarm.EmergencyId == raised.Id && alarm.Kind == AlarmKind.NobodyLeft);
        Assert.Single(
            await Host.Rows(
                "select 1 from event_store.event where stream_id = $1 and name = 'emergency.dispatch_stalled.v1'", _ => 1, raised.Id));
    }

    /// <summary>Stands in for a node that has the dispatcher and does nothing with it: first alive, then frozen.</summary>
    private sealed class StuckDispatcher(NpgsqlConnection held, NpgsqlDataSource database) : IAsyncDisposable
    {
        private readonly CancellationTokenSource _silent = new();
        private Task _alive = Task.CompletedTask;

        public static async Task<StuckDispatcher> Hold(NpgsqlDataSource database)
        {
            // The holder is ended while the lock is waited for, so the database hands it on to who waits.
            var held = await database.OpenConnectionAsync();
            await using var take = new NpgsqlCommand("select pg_advisory_lock(hashtextextended('subscription dispatcher', 0))", held);
            var taken = take.ExecuteNonQueryAsync();
            while (!taken.IsCompleted)
            {
                await Run(
                    database,
                    """
                    select pg_terminate_backend(l.pid) from pg_locks l where l.locktype = 'advisory' and l.granted and l.objsubid = 1
                        and l.pid <> pg_backend_pid() and (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('subscription dispatcher', 0)
                        and exists (select from pg_locks w where w.locktype = 'advisory' and not w.granted and w.classid = l.classid and w.objid = l.objid)
                    """);
                await Task.WhenAny(taken, Task.Delay(20));
            }

            await taken;
            var stuck = new StuckDispatcher(held, database);
            stuck._alive = stuck.SayAlive();
            return stuck;
        }

        public void FallSilent() => _silent.Cancel();

        public async ValueTask DisposeAsync()
        {
            await _silent.CancelAsync();
            await _alive;
            _silent.Dispose();
            NpgsqlConnection.ClearPool(held);
            await held.DisposeAsync();
        }

        private async Task SayAlive()
        {
            while (!_silent.IsCancellationRequested)
            {
                await Run(database, "update event_store.subscription set alive_at = clock_timestamp() where name = 'dispatcher'");
                await Task.Delay(200, _silent.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        private static async Task Run(NpgsqlDataSource database, string sql)
        {
            await using var command = database.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }
}
