using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Telehealth.Testing.Network;

namespace Telehealth.Testing.Nodes;

/// <summary>
/// A Redis of a test's own on loopback, which keeps nothing, may be killed and started again, and may stand still. It ends with the test
/// process, however that ends: a shell waits on a pipe from it.
/// </summary>
public sealed class RedisProcess : IAsyncDisposable
{
    private const string EndWithTheTests =
        """redis-server "$@" >/dev/null 2>&1 </dev/null & pid=$!; echo $pid; cat >/dev/null; kill -9 $pid""";

    private static readonly TimeSpan AnswersWithin = TimeSpan.FromMinutes(1);

    private Process _guard = null!;
    private int _pid;

    private RedisProcess()
    {
    }

    /// <summary>On loopback.</summary>
    public int Port { get; } = FreePort.Take();

    /// <summary>As a server is told it.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Starts one and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">There is no redis-server, or it does not start.</exception>
    public static async Task<RedisProcess> Start()
    {
        var redis = new RedisProcess();
        await redis.StartAgain();
        return redis;
    }

    /// <summary>Starts it anew at the same address after it was killed.</summary>
    public async Task StartAgain()
    {
        _guard = Process.Start(new ProcessStartInfo(
            "/bin/sh",
            [
                "-c", EndWithTheTests, "sh", "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "",
                "--appendonly", "no", "--dir", Path.GetTempPath(),
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        _pid = int.Parse((await _guard.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        var since = Stopwatch.GetTimestamp();
        while (!await Answers())
        {
            if (Stopwatch.GetElapsedTime(since) > AnswersWithin)
                throw new InvalidOperationException("This test needs Debian's redis-server, and it did not start.");
            await Task.Delay(50);
        }
    }

    /// <summary>It stands still: connections stay, and nothing is answered.</summary>
    public void Stop() => Send(UnixSignal.Stop);

    /// <summary>It goes on where it stood still.</summary>
    public void GoOn() => Send(UnixSignal.Continue);

    /// <summary>It is gone at once, with its connections.</summary>
    public async Task Kill()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Kill();
        }
        catch (Exception gone) when (gone is InvalidOperationException or ObjectDisposedException)
        {
            // It was killed before.
        }
    }

    private async Task<bool> Answers()
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            await using var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes("PING\r\n"));
            return await stream.ReadAsync(new byte[16]) > 0;
        }
        catch (Exception notYet) when (notYet is SocketException or IOException)
        {
            return false;
        }
    }

    private void Send(UnixSignal signal) => _ = Kill(_pid, (int)signal);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
