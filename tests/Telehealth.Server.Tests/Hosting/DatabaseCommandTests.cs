using System.Diagnostics;
using Npgsql;
using Telehealth.Server.Tests.EventStore;

namespace Telehealth.Server.Tests.Hosting;

/// <summary>The embedded PostgreSQL in a process of its own, for several nodes.</summary>
public sealed class DatabaseCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("telehealth-database-").FullName;

    public DatabaseCommandTests()
    {
        // Under root another user must get through.
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_says_how_to_reach_the_database_to_its_user_alone_until_it_is_told_to_end()
    {
        var file = Path.Combine(_folder, "address");
        using var command = Start(file);

        await Eventually.True(() => File.Exists(file) || command.HasExited, "the database is there");
        Assert.False(command.HasExited);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsLinux() ? File.GetUnixFileMode(file) : default);
        var address = await File.ReadAllTextAsync(file);
        await using (var database = NpgsqlDataSource.Create(address))
        {
            await using var question = database.CreateCommand("select 42");
            Assert.Equal(42, await question.ExecuteScalarAsync());
        }

        using var ask = Process.Start("kill", ["-TERM", $"{command.Id}"]);
        await command.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(0, command.ExitCode);
        Assert.False(File.Exists(file));
        await Assert.ThrowsAnyAsync<NpgsqlException>(async () =>
        {
            await using var connection = new NpgsqlConnection(address);
            await connection.OpenAsync();
        });
    }

    [Fact]
    public async Task A_database_that_somebody_else_runs_is_left_to_them()
    {
        using var command = Start(Path.Combine(_folder, "address"), ("Postgres__ConnectionString", "Host=elsewhere"));

        await command.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(2, command.ExitCode);
    }

    private Process Start(string file, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Telehealth.Server.dll"), "database", file])
        {
            WorkingDirectory = _folder,
            Environment = { ["Postgres__DataFolder"] = Path.Combine(_folder, "postgres") },
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
