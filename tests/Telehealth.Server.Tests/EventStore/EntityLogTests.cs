using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Tests.EventStore;

public sealed class EntityLogTests(JarDatabase database) : IClassFixture<JarDatabase>
{
    [Fact]
    public async Task A_command_is_stored_with_who_when_and_why()
    {
        await using var node = await StoreNode.Start(database.ConnectionString);
        var (jar, id) = (Guid.NewGuid(), Guid.NewGuid());

        var done = Done(await node.Execute(jar, new Jar.Command.FillTwice(50), id));

        Assert.Equal((100, 2L, false, 2), (done.State.Grams, done.Version, done.WasRepeated, done.Events.Count));
        var stored = await node.Log.ReadStream(StoreNode.Tenant, "jar", jar, 0, 10, CancellationToken.None);
        Assert.Equal([1L, 2L], stored.Select(e => e.Version));
        Assert.True(stored[0].Position < stored[1].Position);
        Assert.Equal(done.Position, stored[1].Position);
        Assert.Equal(("jar.filled.v2", StoreNode.Cook, id), (stored[0].Name, stored[0].Actor, stored[0].Command.Value));
        Assert.Equal(new Jar.Happened.Filled(50), stored[0].Event);
        Assert.Equal(100L, await node.Scalar<long>("select grams from jar_content where jar = $1", jar));
    }

    [Fact]
    public async Task Another_tenant_finds_nothing()
    {
        await using var node = await StoreNode.Start(database.ConnectionString);
        var jar = Guid.NewGuid();
        await node.Execute(jar, new Jar.Command.Fill(1));

        var (state, version) = await node.Log.Load(Jar.Type, new TenantId(Guid.NewGuid()), jar, null, CancellationToken.None);

        Assert.Equal((0, 0L), (state.Grams, version));
    }

    [Fact]
    public async Task The_same_command_again_gets_the_first_answer()
    {
        await using var node = await StoreNode.Start(database.ConnectionString);
        var (jar, id) = (Guid.NewGuid(), Guid.NewGuid());
        var first = Done(await node.Execute(jar, new Jar.Command.Fill(10), id));
        await node.Execute(jar, new Jar.Command.Fill(5));

        var again = Done(await node.Execute(jar, new Jar.Command.Fill(10), id));

        Assert.Equal(first with { WasRepeated = true, Events = again.Events }, again);
        Assert.Equal(first.Events, again.Events);
        Assert.Equal(15, (await node.Log.Load(Jar.Type, StoreNode.Tenant, jar, null, CancellationToken.None)).State.Grams);
    }

    [Fact]
    public async Task A_refused_command_stays_refused_even_when_it_would_be_met_now()
    {
        await using var node = await StoreNode.Start(database.ConnectionString);
        var (jar, id) = (Guid.NewGuid(), Guid.NewGuid());
        await node.Execute(jar, new Jar.Command.Fill(10, AtMost: 5), id);

        var again = await node.Execute(jar, new Jar.Command.Fill(10), id);

        Assert.Equal("jar.full", Refused(again).Code);
        Assert.Equal(0L, await node.Scalar<long>("select count(*) from event_store.event where stream_id = $1", jar));
    }

    [Fact]
    public async Task A_command_that_was_already_so_is_answered_without_events()
    {
        await using var node = await StoreNode.Start(database.ConnectionString);

        var done = Done(await node.Execute(Guid.NewGuid(), new Jar.Command.Fill(0)));

        Assert.Equal((0L, 0L, 0), (done.Version, done.Position, done.Events.Count));
    }

    [Fact]
    public async Task A_command_sent_64_times_at_once_over_two_nodes_happens_once()
    {
        await using var one = await StoreNode.Start(database.ConnectionString);
        await using var two = await StoreNode.Start(database.ConnectionString);
        var (jar, id) = (Guid.NewGuid(), Guid.NewGuid());

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 64).Select(i => (i % 2 == 0 ? one : two).Execute(jar, new Jar.Command.Fill(10), id)));

        Assert.Equal(1, answers.Count(answer => !Done(answer).WasRepeated));
        Assert.All(answers, answer => Assert.Equal((10, 1L), (Done(answer).State.Grams, Done(answer).Version)));
        Assert.Equal(1L, await one.Scalar<long>("select count(*) from event_store.event where stream_id = $1", jar));
    }

    [Fact]
    public async Task A_command_id_that_somebody_else_has_used_is_free()
    {
        await using var node = await StoreNode.Start(database.ConnectionString);
        var (jar, id, another) = (Guid.NewGuid(), Guid.NewGuid(), new Actor(ActorKind.Patient, Guid.NewGuid()));
        var taken = Refused(await node.Execute(Guid.NewGuid(), new Jar.Command.Fill(2, AtMost: 1), id, another));

        var done = Done(await node.Execute(jar, new Jar.Command.FillTwice(10), id));

        Assert.Equal(("jar.full", false, 20), (taken.Code, done.WasRepeated, done.State.Grams));
        Assert.True(Done(await node.Execute(jar, new Jar.Command.FillTwice(10), id)).WasRepeated);
        Assert.Equal("command.id_reused", Refused(await node.Execute(jar, new Jar.Command.Fill(1), id, another)).Code);
    }

    [Fact]
    public async Task A_command_id_sent_by_two_people_in_the_same_moment_serves_both()
    {
        await using var node = await StoreNode.Start(database.ConnectionString);
        Actor[] people = [.. Enumerable.Range(0, 32).Select(_ => new Actor(ActorKind.Patient, Guid.NewGuid()))];
        var id = Guid.NewGuid();

        var answers = await Task.WhenAll(people.Select(person => node.Execute(Guid.NewGuid(), new Jar.Command.FillTwice(1), id, person)));

        Assert.All(
            answers,
            answer => Assert.Equal((false, 2, 2), (Done(answer).WasRepeated, Done(answer).State.Grams, Done(answer).Events.Count)));
    }

    [Fact]
    public async Task A_command_id_used_for_something_else_is_refused()
    {
        await using var node = await StoreNode.Start(database.ConnectionString);
        var id = Guid.NewGuid();
        await node.Execute(Guid.NewGuid(), new Jar.Command.Fill(10), id);

        Assert.Equal("command.id_reused", Refused(await node.Execute(Guid.NewGuid(), new Jar.Command.Fill(10), id)).Code);
    }

    [Fact]
    public async Task A_command_refused_for_its_form_is_met_under_the_same_id_once_it_is_put_right()
    {
        await using var node = await StoreNode.Start(database.ConnectionString);
        var (jar, id) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.Equal("shelf.nameless", Refused(await node.Execute(jar, new Jar.Command.Place(string.Empty), id)).Code);

        var done = Done(await node.Execute(jar, new Jar.Command.Place(Guid.NewGuid().ToString()), id));

        Assert.Equal((false, 1L), (done.WasRepeated, done.Version));
        Assert.True(Done(await node.Execute(jar, new Jar.Command.Place(string.Empty), id)).WasRepeated);
    }

    [Fact]
    public async Task Whoever_is_refused_for_the_form_again_and_again_leaves_nothing_behind()
    {
        await using var node = await StoreNode.Start(database.ConnectionString);
        var nobody = new Actor(ActorKind.Patient, Guid.NewGuid());

        await Task.WhenAll(
            Enumerable.Range(0, 500).Select(_ => node.Execute(Guid.NewGuid(), new Jar.Command.Place(string.Empty), actor: nobody)));

        Assert.Equal(0L, await node.Scalar<long>("select count(*) from event_store.command where actor_id = $1", nobody.Id));
    }

    [Fact]
    public async Task An_answer_is_removed_once_nobody_can_ask_for_it_and_not_before()
    {
        await using var node = await StoreNode.Start(database.ConnectionString);
        var (cook, old, young) = (new Actor(ActorKind.Paramedic, Guid.NewGuid()), Guid.NewGuid(), Guid.NewGuid());
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await node.Execute(first, new Jar.Command.Fill(1), old, cook);
        await node.Execute(second, new Jar.Command.Fill(1), young, cook);
        await node.Scalar<long>(
            "with aged as (update event_store.command set at = at - interval '31 days' where command_id = $1 returning 1) select count(*) from aged",
            old);

        await node.Get<AnswerRetention>().Forget(CancellationToken.None);

        Assert.Equal(young, await node.Scalar<Guid>("select command_id from event_store.command where actor_id = $1", cook.Id));
        Assert.True(Done(await node.Execute(second, new Jar.Command.Fill(1), young, cook)).WasRepeated);
        Assert.Equal(1L, await node.Scalar<long>("select count(*) from event_store.event where stream_id = $1", first));
    }

    [Fact]
    public async Task Old_answers_are_counted_until_they_are_removed_and_two_nodes_that_remove_them_do_not_wait_for_each_other()
    {
        await using var node = await StoreNode.Start(database.ConnectionString);
        await using var other = await StoreNode.Start(database.ConnectionString);
        var cook = new Actor(ActorKind.Paramedic, Guid.NewGuid());
        for (var command = 0; command < 20; command++)
            await node.Execute(Guid.NewGuid(), new Jar.Command.Fill(1), Guid.NewGuid(), cook);
        await node.Scalar<long>(
            """
            with aged as (update event_store.command set at = at - interval '33 days' where actor_id = $1 returning 1)
            select count(*) from aged
            """,
            cook.Id);
        var due = await node.Get<AnswerRetention>().Work.Look(CancellationToken.None);
        Assert.Equal(20, due.Count);
        Assert.InRange((DateTimeOffset.UtcNow - due.Since!.Value).TotalDays, 2.9, 3.1);

        await Task.WhenAll(new[] { node, other }.Select(each => each.Get<AnswerRetention>().Forget(CancellationToken.None)));
        await other.Get<AnswerRetention>().Forget(CancellationToken.None);

        Assert.Equal(0L, await node.Scalar<long>("select count(*) from event_store.command where actor_id = $1", cook.Id));
        Assert.Equal(0, (await node.Get<AnswerRetention>().Work.Look(CancellationToken.None)).Count);
    }

    [Fact]
    public async Task What_the_database_cannot_keep_costs_nobody_else_anything()
    {
        await using var node = await StoreNode.Start(database.ConnectionString);
        for (var burst = 0; burst < 10; burst++)
        {
            // Into the batch of each burst come texts that PostgreSQL refuses only when it is given them.
            var poison = Enumerable.Range(0, 4).Select(_ => node.Execute(Guid.NewGuid(), new Jar.Command.Place("a secret\u0000"))).ToList();
            var good = Enumerable.Range(0, 60).Select(_ => node.Execute(Guid.NewGuid(), new Jar.Command.FillTwice(5))).ToList();
            var places = Enumerable
                .Range(0, 8)
                .Select(_ => node.Execute(Guid.NewGuid(), new Jar.Command.Place(Guid.NewGuid().ToString())))
                .ToList();

            Assert.All(await Task.WhenAll(good), answer => Assert.Equal((10, 2), (Done(answer).State.Grams, Done(answer).Events.Count)));
            Assert.All(await Task.WhenAll(places), answer => Assert.Single(Done(answer).Events));
            foreach (var refused in poison)
                await Assert.ThrowsAsync<PostgresException>(() => refused);
        }
    }

    [Fact]
    public async Task Nodes_that_change_the_same_entity_at_once_lose_nothing()
    {
        await using var one = await StoreNode.Start(database.ConnectionString);
        await using var two = await StoreNode.Start(database.ConnectionString);
        var jar = Guid.NewGuid();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(i => (i % 2 == 0 ? one : two).Execute(jar, new Jar.Command.Fill(1))));

        var met = answers.Count(answer => answer is JarAnswer.Done);
        Assert.All(answers.OfType<JarAnswer.Refused>(), refused => Assert.Equal("entity.busy", refused.Rejection.Code));
        var stored = await one.Log.ReadStream(StoreNode.Tenant, "jar", jar, 0, 1000, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, met).Select(version => (long)version), stored.Select(e => e.Version));
        Assert.Equal(met, (await two.Log.Load(Jar.Type, StoreNode.Tenant, jar, null, CancellationToken.None)).State.Grams);
    }

    [Fact]
    public async Task A_refusal_is_decided_on_what_another_node_has_done()
    {
        await using var one = await StoreNode.Start(database.ConnectionString);
        await using var two = await StoreNode.Start(database.ConnectionString);
        var jar = Guid.NewGuid();
        await one.Execute(jar, new Jar.Command.Fill(10));
        await two.Execute(jar, new Jar.Command.Fill(-10));

        var answer = await one.Execute(jar, new Jar.Command.Fill(5, AtMost: 10));

        Assert.Equal(5, Done(answer).State.Grams);
    }

    [Fact]
    public async Task A_shelf_wanted_64_times_at_once_is_given_once()
    {
        await using var one = await StoreNode.Start(database.ConnectionString);
        await using var two = await StoreNode.Start(database.ConnectionString);
        var shelf = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 64).Select(i => (i % 2 == 0 ? one : two).Execute(Guid.NewGuid(), new Jar.Command.Place(shelf))));

        Assert.Equal(1, answers.Count(answer => answer is JarAnswer.Done));
        Assert.All(answers.OfType<JarAnswer.Refused>(), refused => Assert.Equal(JarReadModel.ShelfTaken, refused.Rejection));
        Assert.Equal(1L, await one.Scalar<long>("select count(*) from event_store.event where body->>'shelf' = $1", shelf));
    }

    [Fact]
    public async Task A_refusal_by_a_rule_across_entities_is_kept_as_the_first_answer()
    {
        await using var node = await StoreNode.Start(database.ConnectionString);
        var (shelf, jar, id) = (Guid.NewGuid().ToString(), Guid.NewGuid(), Guid.NewGuid());
        await node.Execute(Guid.NewGuid(), new Jar.Command.Place(shelf));
        await node.Execute(jar, new Jar.Command.Place(shelf), id);
        await node.Scalar<int>("with gone as (delete from jar_shelf where shelf = $1) select 1", shelf);

        var again = await node.Execute(jar, new Jar.Command.Place(shelf), id);

        Assert.Equal(JarReadModel.ShelfTaken, Refused(again));
    }

    [Fact]
    public async Task Only_the_append_that_breaks_a_read_model_fails()
    {
        await using var node = await StoreNode.Start(database.ConnectionString);
        var cracked = Guid.NewGuid();

        var good = Enumerable.Range(0, 200).Select(_ => node.Execute(Guid.NewGuid(), new Jar.Command.Fill(1))).ToList();
        var bad = node.Execute(cracked, new Jar.Command.Crack());
        good.AddRange(Enumerable.Range(0, 200).Select(_ => node.Execute(Guid.NewGuid(), new Jar.Command.Fill(1))));

        await Assert.ThrowsAsync<PostgresException>(() => bad);
        Assert.All(await Task.WhenAll(good), answer => Assert.IsType<JarAnswer.Done>(answer));
        Assert.Equal(0L, await node.Scalar<long>("select count(*) from event_store.event where stream_id = $1", cracked));
        Assert.Equal(1, Done(await node.Execute(cracked, new Jar.Command.Fill(1))).State.Grams);
    }

    [Fact]
    public async Task A_long_stream_is_read_whole_by_a_node_that_has_not_seen_it()
    {
        var jar = Guid.NewGuid();
        await using (var writer = await StoreNode.Start(database.ConnectionString))
        {
            await writer.Execute(jar, new Jar.Command.Fill(1));
            await writer.Scalar<int>(
                """
                with more as (
                    insert into event_store.event (
                        tenant, stream_type, stream_id, version, name, body, actor_kind, actor_id, at, command_id)
                    select tenant, stream_type, stream_id, n, name, body, actor_kind, actor_id, at, command_id
                    from event_store.event, generate_series(2, 10000) n where stream_id = $1),
                head as (update event_store.stream set version = 10000 where stream_id = $1)
                select 1
                """,
                jar);
        }
        await using var reader = await StoreNode.Start(database.ConnectionString);

        var done = Done(await reader.Execute(jar, new Jar.Command.Fill(1)));

        Assert.Equal((10_001, 10_001L), (done.State.Grams, done.Version));
    }

    [Fact]
    public async Task A_caller_that_stops_waiting_leaves_the_entity_usable()
    {
        await using var node = await StoreNode.Start(database.ConnectionString);
        var jar = Guid.NewGuid();
        using var impatient = new CancellationTokenSource();
        await using var connection = await node.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var blocker = await connection.BeginTransactionAsync();
        await new NpgsqlCommand($"select pg_advisory_xact_lock({AppendStatement.OrderLock})", connection).ExecuteNonQueryAsync();
        var abandoned = node.Log.Execute(
            node.Get<EntityType<Jar.Command, Jar.State, Jar.Happened>>(), jar, new Jar.Command.Fill(1),
            new CommandContext(StoreNode.Tenant, new CommandId(Guid.NewGuid()), StoreNode.Cook), known: null, impatient.Token);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        await blocker.RollbackAsync();

        Assert.InRange(Done(await node.Execute(jar, new Jar.Command.Fill(1))).State.Grams, 1, 2);
    }

    private static JarAnswer.Done Done(JarAnswer answer) => Assert.IsType<JarAnswer.Done>(answer);

    private static Rejection Refused(JarAnswer answer) => Assert.IsType<JarAnswer.Refused>(answer).Rejection;
}
