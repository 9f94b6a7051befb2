using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Hosting;

public sealed class MigrationsTests : IAsyncLifetime
{
    private static readonly Migration First = new(1, "0001_first", "create table a (x int)");
    private static readonly Migration Second = new(2, "0002_second", "create table b (x int); insert into b values (1);");

    private TestDatabase? _database;
    private NpgsqlDataSource? _dataSource;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create("empty", _ => Task.CompletedTask);
        _dataSource = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _dataSource!.DisposeAsync();
        await _database!.DisposeAsync();
    }

    [Fact]
    public async Task Steps_are_applied_once_even_by_several_nodes_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Run(First, Second)));

        Assert.Equal((1L, 2L), (await Scalar("select count(*) from b"), await Scalar("select count(*) from schema_migration")));
    }

    [Fact]
    public async Task A_step_that_was_changed_afterwards_is_a_clear_error()
    {
        await Run(First);

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => Run(First with { Sql = "create table a (x bigint)" }));

        Assert.Contains("0001_first was changed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_ends_do_not_count_as_a_change()
    {
        await Run(First with { Sql = "create table a\n(x int)" });

        await Run(First with { Sql = "create table a\r\n(x int)" });
    }

    [Fact]
    public async Task A_step_that_fails_leaves_nothing_and_the_ones_before_it_stay()
    {
        var refusal = await Assert.ThrowsAsync<MigrationException>(() => Run(First, Second with { Sql = Second.Sql + "select 1/0;" }));

        Assert.Contains("0002_second was not finished: division by zero. Nothing is lost", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await Scalar("select count(*) from schema_migration"));
        await Run(First, Second);
        Assert.Equal(1L, await Scalar("select count(*) from b"));
    }

    [Fact]
    public async Task A_server_older_than_its_database_does_not_start()
    {
        await Run(First, Second);

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => Run(First));

        Assert.Contains("older than its database", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_comes_too_late_is_a_clear_error()
    {
        await Run(Second);

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => Run(First, Second));

        Assert.Contains("0001_first comes before 0002", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_come_by_their_number_and_then_by_their_name_and_capabilities_may_use_the_same_number()
    {
        await Run(Third("units"), Third("consults"), First, Second);

        Assert.Equal("0001_first, 0002_second, 0003_consults_more, 0003_units_more", await Applied());
    }

    [Fact]
    public async Task A_step_that_comes_late_is_applied_when_another_capability_was_faster()
    {
        await Run(First, Third("units") with { Number = 4 });

        await Run(First, Third("consults"), Third("units") with { Number = 4 });

        Assert.Equal("0001_first, 0003_units_more, 0003_consults_more", await Applied());
    }

    [Theory]
    [InlineData("units", "units")]
    [InlineData("units", Migration.OfSeveral)]
    [InlineData(Migration.OfSeveral, "units")]
    public async Task A_step_that_comes_late_for_its_own_capability_or_for_several_is_a_clear_error(string late, string applied)
    {
        var newest = new Migration(4, "0004_newest", "create table newest (x int)", applied);
        await Run(First, newest);

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => Run(First, Third(late), newest));

        Assert.Equal(
            $"Migration 0003_{late}_more comes before 0004_newest, which is already applied. Give it the next free number.",
            refusal.Message);
        Assert.Equal("0001_first, 0004_newest", await Applied());
    }

    [Fact]
    public async Task Two_steps_of_one_name_or_of_one_number_in_a_capability_are_a_clear_error()
    {
        var sameName = await Assert.ThrowsAsync<MigrationException>(() => Run(First, First with { Number = 2, Capability = "units" }));
        var others = Third("units") with { Name = "0003_units_others" };
        var sameNumber = await Assert.ThrowsAsync<MigrationException>(() => Run(Third("units"), others));

        Assert.Equal("Two migrations are called 0001_first.", sameName.Message);
        Assert.Equal("Two migrations of units have the number 0003.", sameNumber.Message);
    }

    /// <summary>They look for a number that they do not know, and cannot read a number that stands twice.</summary>
    [Fact]
    public async Task Servers_from_before_numbers_were_shared_find_each_step_by_a_number_of_its_own()
    {
        await Run(First, Second, Third("consults"), Third("units"));

        Assert.Equal("1 0001_first, 2 0002_second, 3 0003_consults_more, 4 0003_units_more", await Applied("number || ' ' || name"));
    }

    [Fact]
    public async Task An_answer_from_before_ids_belonged_to_their_senders_still_counts()
    {
        await Run([.. Migrations.BuiltIn.Where(step => step.Number <= 8)]);
        var (cook, jar, id) = (StoreNode.Cook, Guid.NewGuid(), Guid.NewGuid());
        await StoreRefusal(jar, id, cook, "jar.full");

        await Run([.. Migrations.BuiltIn]);
        await JarDatabase.AddJars(_database!.ConnectionString);
        await using var node = await StoreNode.Start(_database.ConnectionString);

        Assert.Equal(
            "jar.full", Assert.IsType<JarAnswer.Refused>(await node.Execute(jar, new Jar.Command.Fill(1), id)).Rejection.Code);
        Assert.IsType<JarAnswer.Done>(
            await node.Execute(jar, new Jar.Command.Fill(1), id, new Actor(ActorKind.Patient, Guid.NewGuid())));
    }

    [Theory]
    [InlineData("jar.full", RejectionKind.NotNow)]
    [InlineData("plans.changed_meanwhile", RejectionKind.Conflict)]
    public async Task A_refusal_from_before_kinds_were_stored_is_told_as_before(string code, RejectionKind kind)
    {
        await Run([.. Migrations.BuiltIn.TakeWhile(step => !step.Name.EndsWith("rejection_kind", StringComparison.Ordinal))]);
        var (jar, id) = (Guid.NewGuid(), Guid.NewGuid());
        await StoreRefusal(jar, id, StoreNode.Cook, code);

        await Run([.. Migrations.BuiltIn]);
        await JarDatabase.AddJars(_database!.ConnectionString);
        await using var node = await StoreNode.Start(_database.ConnectionString);

        var again = Assert.IsType<JarAnswer.Refused>(await node.Execute(jar, new Jar.Command.Fill(1), id)).Rejection;
        Assert.Equal(new Rejection(kind, code, "As it was told then."), again);
    }

    [Fact]
    public async Task A_refusal_of_a_kind_that_only_a_newer_server_knows_is_told_all_the_same()
    {
        await Run([.. Migrations.BuiltIn]);
        await JarDatabase.AddJars(_database!.ConnectionString);
        var (jar, id) = (Guid.NewGuid(), Guid.NewGuid());
        await StoreRefusal(jar, id, StoreNode.Cook, "jar.full", "event_store.command");
        await Scalar("update event_store.command set rejection_kind = 'OfTomorrow'");
        await using var node = await StoreNode.Start(_database.ConnectionString);

        var again = Assert.IsType<JarAnswer.Refused>(await node.Execute(jar, new Jar.Command.Fill(1), id)).Rejection;

        Assert.Equal(Rejection.NotNow("jar.full", "As it was told then."), again);
    }

    [Fact]
    public async Task People_of_a_database_from_before_names_had_a_view_of_their_own_are_shown_by_it_with_nothing_but_their_names()
    {
        await Run([.. Migrations.BuiltIn.Where(step => step.Number <= 17)]);
        await Scalar(
            """
            insert into identity.person (tenant, id, email, normalized_email, display_name, roles, security_stamp, concurrency_stamp, created_at, telephone)
            values (gen_random_uuid(), gen_random_uuid(), 'ana@example.org', 'ANA@EXAMPLE.ORG', 'Ana', '{patient}', '', '', now(), '+1 202 555 0142')
            """);

        await Run([.. Migrations.BuiltIn]);

        Assert.Equal(
            true,
            await Scalar(
                "select to_jsonb(n) = jsonb_build_object('tenant', p.tenant, 'id', p.id, 'display_name', 'Ana') from people.name n join identity.person p using (tenant, id)"));
    }

    [Fact]
    public void The_event_log_comes_first() => Assert.Equal("0001_event_log", Migrations.BuiltIn[0].Name);

    private static Migration Third(string capability) =>
        new(3, $"0003_{capability}_more", $"create table more_of_{capability} (x int)", capability);

    private async Task<string> Applied(string what = "name") =>
        (string)(await Scalar($"select string_agg({what}, ', ' order by number) from schema_migration"))!;

    private Task Run(params Migration[] steps) =>
        new Migrations(_dataSource!, steps, NullLogger<Migrations>.Instance).Run(CancellationToken.None);

    /// <summary>As servers stored it before kinds were.</summary>
    private async Task StoreRefusal(Guid jar, Guid id, Actor actor, string code, string table = "command")
    {
        await using var command = _dataSource!.CreateCommand(
            $"""
            insert into {table} (
                tenant, command_id, stream_type, stream_id, actor_kind, actor_id, version, event_count, rejection_code, rejection_text, at)
            values ($1, $2, 'jar', $3, 'paramedic', $4, 0, 0, $5, 'As it was told then.', now())
            """);
        foreach (var value in new object[] { StoreNode.Tenant.Value, id, jar, actor.Id, code })
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private async Task<object?> Scalar(string sql)
    {
        await using var command = _dataSource!.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
