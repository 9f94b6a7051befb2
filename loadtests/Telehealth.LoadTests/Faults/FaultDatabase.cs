using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Telehealth.LoadTests.Running;
using Telehealth.Testing.Nodes;

namespace Telehealth.LoadTests.Faults;

/// <summary>
/// The embedded PostgreSQL as several nodes have it, in a process that starts it anew when it dies. With a network it is reached by TCP, as
/// one on another machine; it listens on a socket file itself, so socat stands before it.
/// </summary>
internal sealed class FaultDatabase : IAsyncDisposable
{
    private const string Room = "4g";
    private const int Port = 5432;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telehealth-faults-");
    private Process? _process;
    private Process? _relay;
    private bool _isOnOwnVolume;

    private FaultDatabase()
    {
        // PostgreSQL runs as an unprivileged user when this runs as root, and must reach its folder.
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(Data);
    }

    /// <summary>For the nodes.</summary>
    public string ConnectionString { get; private set; } = string.Empty;

    /// <summary>For whoever looks on, past the network.</summary>
    public string OwnConnectionString => ServerUnderTest.DatabaseIn(Data, "telehealth").ConnectionString;

    private string Data => Path.Combine(_folder.FullName, "postgres");

    private string Cluster => Path.Combine(Data, "cluster");

    private string AddressFile => Path.Combine(_folder.FullName, "address");

    /// <param name="place">Where it is in a network; null on loopback.</param>
    public static async Task<FaultDatabase> Start(NetworkPlace? place, CancellationToken ct)
    {
        var database = new FaultDatabase();
        try
        {
            await database.BecomeReady(place, ct);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Every process of PostgreSQL at once, as when its container is taken away.</summary>
    public void Kill() => Send(UnixSignal.Kill);

    /// <summary>SIGSTOP or SIGCONT to all of them.</summary>
    public void Send(UnixSignal signal)
    {
        var main = File.ReadLines(Path.Combine(Cluster, "postmaster.pid")).First();
        // The main process first: it would start anew whatever dies below it.
        UnixProcess.Send(int.Parse(main, CultureInfo.InvariantCulture), signal);
        foreach (var pid in UnixProcess.WithWorkingFolder(Cluster))
            UnixProcess.Send(pid, signal);
    }

    /// <summary>Its volume is as large as what is on it, and PostgreSQL's own log soon wants a new file.</summary>
    public async Task FillVolume(CancellationToken ct)
    {
        var volume = new DriveInfo(Data);
        await Resize((volume.TotalSize - volume.AvailableFreeSpace).ToString(CultureInfo.InvariantCulture));
        try
        {
            await using var admin = NpgsqlDataSource.Create(ServerUnderTest.DatabaseIn(Data, "postgres").ConnectionString);
            for (var file = 0; file < 8; file++)
            {
                await using var next = admin.CreateCommand("select pg_switch_wal()");
                await next.ExecuteNonQueryAsync(ct);
                await Task.Delay(100, ct);
            }
        }
        catch (NpgsqlException)
        {
            // It found no room, which is what this is for.
        }
    }

    public Task EmptyVolume() => Resize(Room);

    /// <summary>Returns when it takes connections.</summary>
    public async Task Returns(CancellationToken ct)
    {
        await using var own = NpgsqlDataSource.Create(OwnConnectionString + ";Pooling=false;Timeout=1");
        while (true)
        {
            try
            {
                await using var connection = await own.OpenConnectionAsync(ct);
                return;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(20, ct);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_relay is not null)
        {
            _relay.Kill(entireProcessTree: true);
            _relay.Dispose();
        }

        if (_process is { HasExited: false })
        {
            UnixProcess.Send(_process.Id, UnixSignal.Terminate);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        if (_isOnOwnVolume)
            await Tool.Run("umount", "-l", Data);
        _folder.Delete(recursive: true);
    }

    private async Task BecomeReady(NetworkPlace? place, CancellationToken ct)
    {
        if (Environment.IsPrivilegedProcess)
        {
            await Tool.Run("mount", "-t", "tmpfs", "-o", $"size={Room},mode=755", "telehealth-faults", Data);
            _isOnOwnVolume = true;
        }

        _process = Process.Start(new ProcessStartInfo("dotnet", [ServerUnderTest.Program, "database", AddressFile])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            Environment = { ["Postgres__DataFolder"] = Data },
        })!;
        _process.BeginOutputReadLine();
        while (!File.Exists(AddressFile))
        {
            if (_process.HasExited)
                throw new InvalidOperationException("The database did not start.");
            await Task.Delay(100, ct);
        }

        var address = new NpgsqlConnectionStringBuilder(await File.ReadAllTextAsync(AddressFile, ct)) { MaxPoolSize = 40 };
        if (place is not null)
        {
            var from = $"TCP-LISTEN:{Port},bind={place.Address},fork,reuseaddr,nodelay,backlog=128";
            string[] line = [.. place.Within, "socat", "-b65536", from, $"UNIX-CONNECT:{address.Host}/.s.PGSQL.5432"];
            _relay = Process.Start(new ProcessStartInfo(line[0], line.Skip(1)) { RedirectStandardError = true })!;
            _relay.ErrorDataReceived += (_, _) => { };
            _relay.BeginErrorReadLine();
            (address.Host, address.Port) = (place.Address.ToString(), Port);
        }

        ConnectionString = address.ConnectionString;
    }

    private Task Resize(string size) => Tool.Run("mount", "-o", $"remount,size={size}", Data);
}
