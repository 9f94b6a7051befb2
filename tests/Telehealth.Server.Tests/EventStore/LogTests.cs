using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Tests.EventStore;

public sealed class LogTests : IAsyncLifetime
{
    private readonly JarDatabase _database = new();

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_feed_sees_every_event_of_every_node_once_and_in_order()
    {
        await using var writer = await StoreNode.Start(_database.ConnectionString);
        await using var node = await StoreNode.Start(_database.ConnectionString, services => services.AddLiveFeed<Seen>());
        await TailReady(node);

        await Task.WhenAll(
            Enumerable.Range(0, 300).Select(i => (i % 2 == 0 ? writer : node).Execute(Guid.NewGuid(), new Jar.Command.FillTwice(1))));

        var seen = node.Get<Seen>().Positions;
        await Eventually.True(() => seen.Count >= 600, "600 events");
        Assert.Equal(seen.Order().Distinct(), seen);
        Assert.Equal(600, seen.Count);
    }

    [Fact]
    public async Task A_transaction_that_commits_late_is_waited_for_and_not_passed_by()
    {
        await using var node = await StoreNode.Start(_database.ConnectionString, services => services.AddLiveFeed<Seen>());
        await TailReady(node);
        var late = Guid.NewGuid();
        await using var connection = await node.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await InsertByHand(connection, late);

        await node.Execute(Guid.NewGuid(), new Jar.Command.Fill(1));
        await node.Execute(Guid.NewGuid(), new Jar.Command.Fill(1));
        var seen = node.Get<Seen>();
        await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(1.5)), Eventually.True(() => !seen.Positions.IsEmpty, "an event too early"));
        Assert.Empty(seen.Positions);
        await transaction.CommitAsync();

        await Eventually.True(() => seen.Positions.Count >= 3, "all three events");
        Assert.Equal(seen.Positions.Order(), seen.Positions);
        Assert.Equal(late, seen.Streams.First());
    }

    [Fact]
    public async Task An_event_that_no_catalogue_knows_does_not_hold_up_the_feeds()
    {
        await using var node = await StoreNode.Start(_database.ConnectionString, services => services.AddLiveFeed<Seen>());
        await TailReady(node);
        await using (var connection = await node.Get<NpgsqlDataSource>().OpenConnectionAsync())
            await InsertByHand(connection, Guid.NewGuid(), "jar.from_the_future.v1");

        var jar = Guid.NewGuid();
        await node.Execute(jar, new Jar.Command.Fill(1));

        await Eventually.True(() => node.Get<Seen>().Streams.Contains(jar), "the event after it");
        Assert.Single(node.Get<Seen>().Positions);
    }

    [Fact]
    public async Task A_subscriber_goes_on_after_a_restart_where_it_was()
    {
        Guid[] jars = [.. Enumerable.Range(0, 20).Select(_ => Guid.NewGuid())];
        HashSet<Guid> before;
        await using (var node = await StoreNode.Start(_database.ConnectionString, services => services.AddDurableSubscriber<Heard>()))
        {
            foreach (var jar in jars[..10])
                await node.Execute(jar, new Jar.Command.Fill(1));
            await Eventually.True(() => node.Get<Heard>().Streams.Count >= 10, "the first ten");
            before = [.. node.Get<Heard>().Streams];
        }
        await using (var deaf = await StoreNode.Start(_database.ConnectionString))
        {
            foreach (var jar in jars[10..])
                await deaf.Execute(jar, new Jar.Command.Fill(1));
        }

        await using var again = await StoreNode.Start(_database.ConnectionString, services => services.AddDurableSubscriber<Heard>());

        await Eventually.True(() => again.Get<Heard>().Streams.Count >= 10, "the last ten");
        Assert.Equal(jars[10..], again.Get<Heard>().Streams.Where(jar => !before.Contains(jar)));
    }

    [Fact]
    public async Task A_subscriber_runs_on_one_node_and_moves_to_another_when_that_one_goes()
    {
        await using var writer = await StoreNode.Start(_database.ConnectionString);
        var one = await StoreNode.Start(_database.ConnectionString, services => services.AddDurableSubscriber<Heard>());
        await writer.Execute(Guid.NewGuid(), new Jar.Command.Fill(1));
        await Eventually.True(() => one.Get<Heard>().Streams.Count == 1, "the first event");
        await using var two = await StoreNode.Start(_database.ConnectionString, services => services.AddDurableSubscriber<Heard>());
        await writer.Execute(Guid.NewGuid(), new Jar.Command.Fill(1));
        await Eventually.True(() => one.Get<Heard>().Streams.Count == 2, "the second event");
        Assert.Empty(two.Get<Heard>().Streams);

        await one.DisposeAsync();
        var jar = Guid.NewGuid();
        await writer.Execute(jar, new Jar.Command.Fill(1));

        await Eventually.True(() => two.Get<Heard>().Streams.Contains(jar), "the third event on the other node");
        Assert.Equal([jar], two.Get<Heard>().Streams);
    }

    [Fact]
    public async Task A_node_that_froze_while_it_ran_a_subscriber_loses_it_to_another()
    {
        await using var writer = await StoreNode.Start(_database.ConnectionString);
        // What a frozen node looks like to the others: its connection has the lock, and nothing more comes from it.
        await using var pool = NpgsqlDataSource.Create(_database.ConnectionString + ";Pooling=false");
        await using var frozen = await pool.OpenConnectionAsync();
        await using (var hold = new NpgsqlCommand("select pg_advisory_lock(hashtextextended('subscription heard', 0))", frozen))
            await hold.ExecuteNonQueryAsync();

        await using var node = await StoreNode.Start(_database.ConnectionString, services =>
        {
            services.AddDurableSubscriber<Heard>();
            services.Configure<EventStoreOptions>(options => options.HolderSilentAfter = TimeSpan.FromSeconds(2));
        });
        var jar = Guid.NewGuid();
        await writer.Execute(jar, new Jar.Command.Fill(1));

        await Eventually.True(() => node.Get<Heard>().Streams.Contains(jar), "the event on the node that took over");
        await Assert.ThrowsAnyAsync<NpgsqlException>(async () =>
        {
            await using var still = new NpgsqlCommand("select 1", frozen);
            await still.ExecuteScalarAsync();
        });
    }

    [Fact]
    public async Task An_event_that_a_subscriber_cannot_handle_is_parked_and_the_next_one_comes()
    {
        await using var node = await StoreNode.Start(_database.ConnectionString, services =>
        {
            services.AddDurableSubscriber<Heard>();
            services.Configure<EventStoreOptions>(options =>
            {
                options.TriesBeforeParking = 3;
                options.FirstRetryAfter = TimeSpan.FromMilliseconds(5);
            });
        });
        var (poison, fine) = (Guid.NewGuid(), Guid.NewGuid());
        node.Get<Heard>().Poison = poison;

        await node.Execute(poison, new Jar.Command.Fill(1));
        await node.Execute(fine, new Jar.Command.Fill(1));

        await Eventually.True(() => node.Get<Heard>().Streams.Contains(fine), "the event after the poison");
        Assert.Equal(3, node.Get<Heard>().Refusals);
        Assert.Equal([poison], node.Get<Heard>().ToldParked);
        Assert.Equal(
            1L,
            await node.Scalar<long>(
                "select count(*) from event_store.parked_event where subscription = 'heard' and stream_id = $1 and tries = 3", poison));
    }

    [Fact]
    public async Task A_rebuild_ends_with_the_same_rows()
    {
        await using var node = await StoreNode.Start(_database.ConnectionString);
        Guid[] jars = [.. Enumerable.Range(0, 40).Select(_ => Guid.NewGuid())];
        await Task.WhenAll(jars.Select(async (jar, start) =>
        {
            for (var i = start; i < 1_500; i += jars.Length)
                await node.Execute(jar, new Jar.Command.Fill(i + 1));
        }));
        await Task.WhenAll(jars.Select((jar, i) => node.Execute(jar, new Jar.Command.Place($"{i / 2}"))));
        const string Rows =
            """
            select (select string_agg(c::text, ' ' order by c.jar) from jar_content c) || (select string_agg(s::text, ' ' order by s.shelf) from jar_shelf s)
            """;
        var before = await node.Scalar<string>(Rows);
        await node.Scalar<int>("with gone as (delete from jar_content), moved as (update jar_shelf set shelf = 'x' || shelf) select 1");

        var events = await node.Get<ReadModelRebuild>().RebuildReadModels(CancellationToken.None);

        Assert.Equal(1_520, events);
        Assert.Equal(before, await node.Scalar<string>(Rows));
    }

    [Fact]
    public async Task A_log_restored_from_a_dump_of_an_older_server_is_followed_again()
    {
        await using (var node = await StoreNode.Start(_database.ConnectionString))
        {
            await node.Execute(Guid.NewGuid(), new Jar.Command.Fill(1));
            await node.Scalar<int>("with old as (update event_store.event set xid = '999999999') select 1");
        }

        await using var restored = await StoreNode.Start(_database.ConnectionString, services => services.AddDurableSubscriber<Heard>());
        await restored.Execute(Guid.NewGuid(), new Jar.Command.Fill(1));

        await Eventually.True(() => restored.Get<Heard>().Streams.Count == 2, "the event from the dump and the new one");
    }

    private static Task TailReady(StoreNode node) =>
        Eventually.True(
            async () =>
                (await node.Get<LogTail>().CheckHealthAsync(new())).Status
                == Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy,
            "the tail reads");

    private static async Task InsertByHand(NpgsqlConnection connection, Guid stream, string name = "jar.filled.v2")
    {
        await using var command = new NpgsqlCommand(
            """
            insert into event_store.event (tenant, stream_type, stream_id, version, name, body, actor_kind, actor_id, at, command_id)
            values ($1, 'jar', $2, 1, $3, '{"grams":1}', 'system', $1, now(), $2)
            """,
            connection)
        {
            Parameters = { new() { Value = StoreNode.Tenant.Value }, new() { Value = stream }, new() { Value = name } },
        };
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Seen : ILiveFeed
    {
        public ConcurrentQueue<long> Positions { get; } = new();

        public ConcurrentQueue<Guid> Streams { get; } = new();

        public void Publish(StoredEvent stored)
        {
            Streams.Enqueue(stored.StreamId);
            Positions.Enqueue(stored.Position);
        }
    }

    private sealed class Heard : IDurableSubscriber
    {
        public string Name => "heard";

        public Guid Poison { get; set; }

        public int Refusals { get; private set; }

        public ConcurrentQueue<Guid> Streams { get; } = new();

        public ConcurrentQueue<Guid> ToldParked { get; } = new();

        public Task Parked(StoredEvent stored, CancellationToken ct)
        {
            ToldParked.Enqueue(stored.StreamId);
            return Task.CompletedTask;
        }

        public Task Handle(StoredEvent stored, CancellationToken ct)
        {
            if (stored.StreamId == Poison)
            {
                Refusals++;
                throw new InvalidOperationException("Cannot.");
            }
            Streams.Enqueue(stored.StreamId);
            return Task.CompletedTask;
        }
    }
}
