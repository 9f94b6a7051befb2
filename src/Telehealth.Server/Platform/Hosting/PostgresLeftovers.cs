using System.Globalization;

namespace Telehealth.Server.Platform.Hosting;

/// <summary>
/// What an earlier server may have left running or lying about in a data folder. Processes are known by their working folder, which for
/// every process of PostgreSQL is its data: a pid alone may belong to anybody by now.
/// </summary>
internal static class PostgresLeftovers
{
    /// <summary>The running main process of the data, or null. A zombie does not run.</summary>
    public static int? Postmaster(string cluster)
    {
        try
        {
            var first = File.ReadLines(Path.Combine(cluster, "postmaster.pid")).FirstOrDefault();
            return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Runs(pid, cluster) ? pid : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static bool Runs(int pid, string cluster)
    {
        try
        {
            return StateOf(pid) is not ('Z' or 'X')
                && new DirectoryInfo($"/proc/{pid}/cwd").ResolveLinkTarget(returnFinalTarget: true)?.FullName == RealPath(cluster);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// Ends processes whose main process is gone and takes away its lock files. PostgreSQL does not do so itself when the pid is a zombie
    /// or belongs to somebody else by now; and taking the lock away while a process still writes would ruin the data.
    /// </summary>
    public static async Task Clear(PostgresPlace place, CancellationToken ct)
    {
        foreach (var signal in new[] { 0, UnixCommand.Quit, UnixCommand.Kill })
        {
            var deadline = TimeProvider.System.GetTimestamp();
            List<int> left;
            while ((left = [.. Processes(place.Cluster)]).Count > 0)
            {
                if (TimeProvider.System.GetElapsedTime(deadline) > TimeSpan.FromSeconds(3))
                    break;
                if (signal != 0)
                    left.ForEach(pid => UnixCommand.Signal(pid, signal));
                await Task.Delay(50, ct);
            }
            if (left.Count == 0)
            {
                File.Delete(Path.Combine(place.Cluster, "postmaster.pid"));
                File.Delete(Path.Combine(place.SocketFolder, ".s.PGSQL.5432"));
                File.Delete(Path.Combine(place.SocketFolder, ".s.PGSQL.5432.lock"));
                return;
            }
        }
        throw new PostgresStartException($"Processes of an earlier PostgreSQL still use {place.Cluster} and cannot be ended.");
    }

    private static IEnumerable<int> Processes(string cluster) =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(folder =>
                int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid != 0 && pid != Environment.ProcessId && Runs(pid, cluster) && IsPostgres(pid));

    // Somebody's shell may stand in that folder too.
    private static bool IsPostgres(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").Trim() == "postgres";
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>
    /// One letter. It is asked for five times a second for as long as the server lives, and a text reader for it was two fifths of all that
    /// a server with one call allocated; so the few bytes are read where they cost nothing.
    /// </summary>
    private static char StateOf(int pid)
    {
        using var file = File.OpenHandle($"/proc/{pid}/stat");
        Span<byte> stat = stackalloc byte[512];
        stat = stat[..RandomAccess.Read(file, stat, 0)];
        // The state follows the name, which stands in brackets and may hold anything; after it come only numbers.
        var at = stat.LastIndexOf((byte)')') + 2;
        return at < stat.Length ? (char)stat[at] : throw new IOException("The process has ended.");
    }

    /// <summary>With every link on the way resolved, as the kernel reports a working folder.</summary>
    private static string RealPath(string path)
    {
        var real = "/";
        foreach (var part in Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = new DirectoryInfo(Path.Combine(real, part));
            var target = next.ResolveLinkTarget(returnFinalTarget: true);
            real = target is null ? next.FullName : RealPath(target.FullName);
        }
        return real;
    }
}
