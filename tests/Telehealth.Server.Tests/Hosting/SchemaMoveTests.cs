using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Platform.Sql;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Hosting;

/// <summary>Tables once stood all in one schema. A database of that time gets one for each capability, and loses nothing.</summary>
public sealed class SchemaMoveTests : IAsyncLifetime
{
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
    public async Task Every_row_of_a_database_from_before_stands_in_the_schema_of_its_owner()
    {
        var before = await FillDatabaseOfBefore();

        await Migrate();

        var after = await Rows();
        Assert.Equal(before.Keys.Select(NameOnly).Order(StringComparer.Ordinal), after.Keys.Select(NameOnly).Order(StringComparer.Ordinal));
        foreach (var (table, rows) in before)
            Assert.Equal(rows, after.Single(moved => NameOnly(moved.Key) == table).Value);
        Assert.DoesNotContain(after, table => table.Value == "[]");
        Assert.Equal(
            "schema_migration",
            await Scalar(
                "select string_agg(relname, ',') from pg_class where relnamespace = 'public'::regnamespace and relkind = any ('{r,v,S}')"));
    }

    [Fact]
    public async Task Keys_and_counters_go_with_their_tables()
    {
        await FillDatabaseOfBefore();

        await Migrate();

        var twice = await Assert.ThrowsAsync<PostgresException>(() => Scalar(
            """
            insert into emergencies.assignment (
                tenant, assignment_id, emergency_id, epoch, unit_id, status, by_hand, offered_at, deadline, status_at)
            select tenant, gen_random_uuid(), emergency_id, 2, unit_id, status, by_hand, offered_at, deadline, status_at
            from emergencies.assignment
            """));
        var offShift = await Assert.ThrowsAsync<PostgresException>(() => Scalar("delete from units.unit_on_shift"));
        Assert.Equal(("one_live_assignment_per_unit", "unit_must_be_on_shift"), (twice.ConstraintName, offShift.ConstraintName));
        Assert.Equal(2L, await Scalar(
            """
            insert into event_store.event (tenant, stream_type, stream_id, version, name, body, actor_kind, actor_id, at, command_id)
            select tenant, stream_type, stream_id, version + 1, name, body, actor_kind, actor_id, at, command_id
            from event_store.event returning position
            """));
    }

    [Theory]
    [InlineData("create schema units; alter table unit set schema units; alter table unit_on_shift set schema units")]
    [InlineData("create schema event_store; alter view handled_event set schema event_store; alter table event set schema event_store")]
    public async Task Tables_that_somebody_has_moved_already_are_left_where_they_are(string byHand)
    {
        var before = await FillDatabaseOfBefore();
        await Scalar(byHand);

        await Migrate();

        var after = await Rows();
        Assert.Equal(before.Values.Order(StringComparer.Ordinal), after.Values.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_table_that_is_there_twice_stops_the_start_until_somebody_says_which_one_counts()
    {
        var before = await FillDatabaseOfBefore();
        await Scalar("create schema event_store; create table event_store.event (like event including all)");

        var refusal = await Assert.ThrowsAsync<MigrationException>(Migrate);

        Assert.Contains("The table event is there twice, in the schemas public and event_store", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, (await Rows()).Where(table => table.Key != "event_store.event").ToDictionary());
        await Scalar("create schema aside; alter table event_store.event set schema aside");
        await Migrate();
        Assert.Equal(before["event"], (await Rows())["event_store.event"]);
    }

    [Fact]
    public async Task A_table_that_is_gone_stops_the_start_until_it_is_back()
    {
        var before = await FillDatabaseOfBefore();
        await Scalar("create schema elsewhere; alter table alarm set schema elsewhere");

        var refusal = await Assert.ThrowsAsync<MigrationException>(Migrate);

        Assert.Contains("The table alarm is gone, and it is not in the schema emergencies", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before["unit"], (await Rows())["unit"]);
        await Scalar("create schema emergencies; alter table elsewhere.alarm set schema emergencies");
        await Migrate();
        Assert.Equal(before["alarm"], (await Rows())["emergencies.alarm"]);
    }

    [Fact]
    public async Task A_start_that_was_killed_in_the_middle_leaves_every_table_where_it_was_and_the_next_one_goes_on()
    {
        var before = await FillDatabaseOfBefore();
        await using (var busy = await _dataSource!.OpenConnectionAsync())
        await using (var reading = await busy.BeginTransactionAsync())
        {
            // One of the last to be moved: most are moved already in the transaction that waits for it.
            await using var read = new NpgsqlCommand("select 1 from hospital_notice", busy);
            await read.ExecuteScalarAsync();
            var killed = Assert.ThrowsAsync<MigrationException>(Migrate);
            const string Waiting = "from pg_locks where relation = 'hospital_notice'::regclass and not granted";
            await Eventually.True(async () => await Scalar($"select pg_terminate_backend(pid) {Waiting}") is true, "the migration waits");

            Assert.Contains("0022_hosting_schemas was not finished", (await killed).Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, await Rows());
        await Migrate();
        Assert.Equal(before.Values.Order(StringComparer.Ordinal), (await Rows()).Values.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_server_from_before_does_not_start_on_the_moved_tables_and_says_why()
    {
        await Migrate();

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => Run(Before));

        Assert.Equal(
            "The database has migration 0022_hosting_schemas, which this server does not know. "
            + "It is older than its database: start the newer one.",
            refusal.Message);
    }

    private static IEnumerable<Migration> Before => Migrations.BuiltIn.TakeWhile(step => step.Name != "0022_hosting_schemas");

    /// <summary>As far as the move: what comes after it changes the tables that are compared here.</summary>
    private Task Migrate() => Run(Migrations.BuiltIn.Where(step => step.Number <= 22));

    private Task Run(IEnumerable<Migration> steps) =>
        new Migrations(_dataSource!, steps, NullLogger<Migrations>.Instance).Run(CancellationToken.None);

    /// <summary>The rows of an early database, led through every migration before the move, and what stands in its tables then.</summary>
    private async Task<Dictionary<string, string>> FillDatabaseOfBefore()
    {
        await Run(Before.Where(step => step.Number <= 8));
        await Scalar(DatabaseOfBefore.EarlyRows);
        await Run(Before);
        await Scalar(DatabaseOfBefore.LaterRows);
        return await Rows();
    }

    /// <summary>The rows of every table and view but those of accounts, which do not move.</summary>
    private async Task<Dictionary<string, string>> Rows()
    {
        var tables = await _dataSource!.Query(
            """
            select oid::regclass::text as name from pg_class
            where relkind in ('r', 'v') and relname <> 'schema_migration'
                and relnamespace::regnamespace::text !~ '^(pg_|information_schema|identity|people)'
            """,
            row => row.Text("name"), CancellationToken.None);
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            var rows = await Scalar($"select coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text), '[]')::text from {table} t");
            all[table] = (string)rows!;
        }

        return all;
    }

    private static string NameOnly(string table) => table.Split('.')[^1];

    private async Task<object?> Scalar(string sql)
    {
        await using var command = _dataSource!.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
