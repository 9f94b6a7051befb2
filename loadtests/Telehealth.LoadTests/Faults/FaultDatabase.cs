using System.Diagnostics;
using System.Globalization;
using Telehealth.LoadTests.Running;
using Telehealth.Testing.Nodes;

namespace Telehealth.LoadTests.Faults;

/// <summary>The embedded PostgreSQL as several nodes have it, in a process that starts it anew when it dies.</summary>
internal sealed class FaultDatabase : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telehealth-faults-");
    private readonly Process _process;

    private FaultDatabase()
    {
        // PostgreSQL runs as an unprivileged user when this runs as root, and must reach its folder.
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);
        _process = Process.Start(new ProcessStartInfo("dotnet", [ServerUnderTest.Program, "database", AddressFile])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            Environment = { ["Postgres__DataFolder"] = Path.Combine(_folder.FullName, "postgres") },
        })!;
        _process.BeginOutputReadLine();
    }

    public string ConnectionString { get; private set; } = string.Empty;

    private string Cluster => Path.Combine(_folder.FullName, "postgres", "cluster");

    private string AddressFile => Path.Combine(_folder.FullName, "address");

    public static async Task<FaultDatabase> Start(CancellationToken ct)
    {
        var database = new FaultDatabase();
        while (!File.Exists(database.AddressFile))
        {
            if (database._process.HasExited)
                throw new InvalidOperationException("The database did not start.");
            await Task.Delay(100, ct);
        }

        database.ConnectionString = await File.ReadAllTextAsync(database.AddressFile, ct) + ";Maximum Pool Size=40";
        return database;
    }

    /// <summary>Every process of PostgreSQL at once, as when its container is taken away.</summary>
    public void Kill()
    {
        var main = File.ReadLines(Path.Combine(Cluster, "postmaster.pid")).First();
        // The main process first: it would start anew whatever dies below it.
        UnixProcess.Kill(int.Parse(main, CultureInfo.InvariantCulture));
        foreach (var pid in UnixProcess.WithWorkingFolder(Cluster))
            UnixProcess.Kill(pid);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            UnixProcess.Send(_process.Id, UnixSignal.Terminate);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
