using System.Diagnostics;
using System.Globalization;

namespace Telehealth.LoadTests.Nearest;

/// <summary>A program of somebody else's, started for a comparison in a folder of its own and stopped by its own process id.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    private Peer(Process process) => _process = process;

    public int ProcessId => _process.Id;

    /// <summary>A folder that the unprivileged user of a database may own.</summary>
    public static DirectoryInfo NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("telehealth-nearest-");
        File.SetUnixFileMode(
            folder.FullName,
            UnixFileMode.UserRead
                | UnixFileMode.UserWrite
                | UnixFileMode.UserExecute
                | UnixFileMode.GroupExecute
                | UnixFileMode.OtherExecute);
        return folder;
    }

    public static Peer Start(string program, params IEnumerable<string> arguments) => new(Launch(program, arguments));

    /// <summary>Runs a program to its end.</summary>
    public static void Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Launch(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode.ToString(CultureInfo.InvariantCulture)}.");
    }

    /// <summary>Tries until it works: a server that was just started does not listen yet.</summary>
    public static T Patiently<T>(Func<T> attempt)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return attempt();
            }
            catch (Exception notYet)
                when (patience.Elapsed < TimeSpan.FromSeconds(20) && notYet is System.Net.Sockets.SocketException or Npgsql.NpgsqlException)
            {
                Thread.Sleep(50);
            }
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Run("kill", "-INT", _process.Id.ToString(CultureInfo.InvariantCulture));
            if (!_process.WaitForExit(TimeSpan.FromSeconds(20)))
                _process.Kill();
        }

        _process.Dispose();
    }

    private static Process Launch(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
