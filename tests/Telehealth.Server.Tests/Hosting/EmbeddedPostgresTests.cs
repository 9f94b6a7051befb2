using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Tests.EventStore;

// The embedded PostgreSQL runs on Linux only.
#pragma warning disable CA1416

namespace Telehealth.Server.Tests.Hosting;

/// <summary>With the PostgreSQL that a start would find on this machine; under root as well as under another user.</summary>
public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("telehealth-embedded-").FullName;

    public EmbeddedPostgresTests()
    {
        // Under root another user must get through.
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_missing_folder_is_made_and_the_data_is_found_again_at_the_next_start()
    {
        await using (var first = await Start())
            await Execute(first.Place, "create table kept as select 42 as answer");

        await using var second = await Start();

        Assert.Equal(42, await Execute(second.Place, "select answer from kept"));
    }

    [Fact]
    public async Task PostgreSQL_listens_on_no_network_address_and_runs_unprivileged_and_durable()
    {
        await using var running = await Start();

        Assert.Equal(string.Empty, await Execute(running.Place, "select current_setting('listen_addresses')"));
        Assert.Equal(
            "on on on",
            await Execute(
                running.Place,
                "select concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes'))"));
        Assert.Equal("off", await Execute(running.Place, "select current_setting('is_superuser')"));
        var uid = (await File.ReadAllLinesAsync($"/proc/{running.Postgres.Pid}/status"))
            .First(line => line.StartsWith("Uid:", StringComparison.Ordinal))
            .Split('\t')[1];
        Assert.NotEqual("0", uid);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(Path.Combine(running.Place.Folder, "secret")).UnixFileMode);
    }

    [Fact]
    public async Task A_socket_folder_that_is_a_link_to_somewhere_else_is_refused_and_one_that_is_open_is_shut()
    {
        var place = Choose();
        Directory.CreateSymbolicLink(place.SocketFolder, Directory.CreateDirectory(Path.Combine(_folder, "elsewhere")).FullName);

        var refusal = Assert.Throws<IOException>(place.MakeSocketFolder);
        Directory.Delete(place.SocketFolder);
        Directory.CreateDirectory(place.SocketFolder, (UnixFileMode)0b111_111_111);
        await using var running = await Start();

        Assert.Equal("It is a link.", refusal.Message);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(running.Place.SocketFolder));
    }

    [Fact]
    public async Task A_stop_ends_every_process_and_leaves_no_pid_file()
    {
        var running = await Start();
        var pid = running.Postgres.Pid;

        await running.DisposeAsync();

        Assert.False(PostgresLeftovers.Runs(pid, running.Place.Cluster));
        Assert.False(File.Exists(Path.Combine(running.Place.Cluster, "postmaster.pid")));
    }

    [Theory]
    [InlineData("999999")]
    [InlineData("1")]
    [InlineData("")]
    public async Task A_stale_pid_file_does_not_prevent_a_start(string pid)
    {
        var place = await StartAndKillBoth();
        await File.WriteAllTextAsync(Path.Combine(place.Cluster, "postmaster.pid"), $"{pid}\n{place.Cluster}\n1\n5432\n");

        await using var again = await Start();

        Assert.Equal(1, await Execute(again.Place, "select 1"));
    }

    [Fact]
    public async Task PostgreSQL_of_a_server_that_was_killed_is_taken_over()
    {
        var killed = await Start();
        await Execute(killed.Place, "create table kept as select 42 as answer");
        var pid = killed.Postgres.Pid;
        killed.Postgres.Abandon();

        await using var next = await Start();

        Assert.Equal(pid, next.Postgres.Pid);
        Assert.Equal(42, await Execute(next.Place, "select answer from kept"));
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_told_so()
    {
        await using var first = await Start();

        var refusal = await Assert.ThrowsAsync<PostgresStartException>(Start);

        Assert.Contains("Another server uses the data", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Execute(first.Place, "select 1"));
    }

    [Fact]
    public async Task Data_of_another_version_is_not_touched()
    {
        var place = await StartAndKillBoth();
        await File.WriteAllTextAsync(Path.Combine(place.Cluster, "PG_VERSION"), "9\n");

        var refusal = await Assert.ThrowsAsync<PostgresStartException>(Start);

        Assert.Contains("made by PostgreSQL 9", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_password_is_a_clear_error()
    {
        var place = await StartAndKillBoth();
        File.Delete(Path.Combine(place.Folder, "secret"));

        var refusal = Assert.Throws<PostgresStartException>(Choose);

        Assert.Contains("password file", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_clear_error()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), string.Empty);

        var refusal = Assert.Throws<PostgresStartException>(
            () => PostgresPlace.Choose(new PostgresOptions { DataFolder = Path.Combine(_folder, "file", "data") }, _folder));

        Assert.Contains("cannot be made or written", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_too_deep_for_a_socket_works()
    {
        var options = new PostgresOptions { DataFolder = Path.Combine(_folder, new string('d', 90), "data") };
        var place = PostgresPlace.Choose(options, _folder);
        await using var postgres = new EmbeddedPostgres(place, Options.Create(options), NullLogger<EmbeddedPostgres>.Instance);

        await postgres.Start(CancellationToken.None);

        Assert.Equal(1, await Execute(place, "select 1"));
        Directory.Delete(place.SocketFolder, recursive: true);
    }

    [Fact]
    public async Task Killing_PostgreSQL_in_the_middle_of_appends_loses_none_that_was_acknowledged()
    {
        await using var running = await Start();
        await JarDatabase.Migrate(running.Place.ConnectionString);
        await JarDatabase.AddJars(running.Place.ConnectionString);
        await using var node = await StoreNode.Start(running.Place.ConnectionString);
        ConcurrentQueue<Guid> acknowledged = new();
        using var enough = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 16).Select(async _ =>
        {
            while (!enough.IsCancellationRequested)
            {
                var jar = Guid.NewGuid();
                Assert.IsType<JarAnswer.Done>(await node.Execute(jar, new Jar.Command.Fill(1)));
                acknowledged.Enqueue(jar);
            }
        }).ToList();

        for (var kills = 1; kills <= 3; kills++)
        {
            var (before, pid) = (acknowledged.Count, running.Postgres.Pid);
            await Eventually.True(() => acknowledged.Count > before + 300, "appends go through");
            UnixCommand.Signal(pid, UnixCommand.Kill);
            await Eventually.True(() => running.Postgres.Pid != pid, "PostgreSQL runs again");
        }
        await enough.CancelAsync();
        await Task.WhenAll(callers);

        Guid[] jars = [.. acknowledged];
        Assert.Equal(jars.LongLength, await node.Scalar<long>("select count(*) from event_store.event where stream_id = any($1)", jars));
        Assert.Equal(jars.LongLength, await node.Scalar<long>("select count(*) from jar_content where events = 1"));
    }

    private PostgresPlace Choose() => PostgresPlace.Choose(new PostgresOptions { DataFolder = Path.Combine(_folder, "data") }, _folder);

    private async Task<Running> Start()
    {
        var place = Choose();
        var postgres = new EmbeddedPostgres(
            place,
            Options.Create(new PostgresOptions { BinariesFolder = Environment.GetEnvironmentVariable("TELEHEALTH_TEST_POSTGRES") }),
            NullLogger<EmbeddedPostgres>.Instance);
        try
        {
            await postgres.Start(CancellationToken.None);
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
        return new Running(place, postgres);
    }

    /// <summary>As a power cut would, for the server and the processes of this data alone.</summary>
    private async Task<PostgresPlace> StartAndKillBoth()
    {
        var (place, postgres) = await Start();
        var pid = postgres.Pid;
        postgres.Abandon();
        UnixCommand.Signal(pid, UnixCommand.Kill);
        await Eventually.True(() => !PostgresLeftovers.Runs(pid, place.Cluster), "PostgreSQL has ended");
        return place;
    }

    private static async Task<object?> Execute(PostgresPlace place, string sql)
    {
        await using var connection = new NpgsqlConnection(place.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private sealed record Running(PostgresPlace Place, EmbeddedPostgres Postgres) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Postgres.DisposeAsync();
    }
}
