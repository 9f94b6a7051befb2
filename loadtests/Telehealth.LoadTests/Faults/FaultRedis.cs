using System.Diagnostics;
using System.Globalization;
using Telehealth.LoadTests.Measuring;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Testing.Network;
using Telehealth.Testing.Nodes;

namespace Telehealth.LoadTests.Faults;

/// <summary>A Redis that keeps nothing on a disk, for servers that have the setting for one.</summary>
internal sealed class FaultRedis : IAsyncDisposable
{
    /// <summary>Of the server; the kinds of faults for Redis come with it.</summary>
    public const string Setting = "Cluster__Redis";

    private readonly string[] _line;
    private Process _process;

    private FaultRedis(NetworkPlace? place)
    {
        var (address, port) = place is null ? ("127.0.0.1", FreePort.Take()) : (place.Address.ToString(), 6379);
        ConnectionString = string.Create(CultureInfo.InvariantCulture, $"{address}:{port}");
        _line =
        [
            .. place?.Within ?? [], "redis-server", "--bind", address, "--port", port.ToString(CultureInfo.InvariantCulture),
            "--save", string.Empty, "--appendonly", "no", "--protected-mode", "no",
        ];
        _process = Launch();
    }

    public string ConnectionString { get; }

    public static bool IsKnownToServers => typeof(SiloOptions).GetProperty("Redis") is not null;

    /// <summary>Null where the servers know no Redis, or there is none here.</summary>
    /// <param name="place">Where it is in a network; null on loopback.</param>
    public static FaultRedis? TryStart(NetworkPlace? place)
    {
        if (!IsKnownToServers)
        {
            Figures.Say("left out, because the servers have no setting for one: Redis");
            return null;
        }

        if (!Tool.IsThere("redis-server"))
        {
            Figures.Say("left out, because redis-server is missing: Redis");
            return null;
        }

        return new FaultRedis(place);
    }

    public void Send(UnixSignal signal) => UnixProcess.Send(_process.Id, signal);

    /// <summary>After it was killed; everything that it knew is gone.</summary>
    public async Task StartAgain(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        _process.Dispose();
        _process = Launch();
    }

    public async ValueTask DisposeAsync()
    {
        Send(UnixSignal.Kill);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private Process Launch()
    {
        var process = Process.Start(new ProcessStartInfo(_line[0], _line.Skip(1))
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        process.BeginOutputReadLine();
        return process;
    }
}
