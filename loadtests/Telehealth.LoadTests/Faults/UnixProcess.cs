using System.Globalization;
using System.Runtime.InteropServices;
using Telehealth.Testing.Nodes;

namespace Telehealth.LoadTests.Faults;

/// <summary>Processes that are not children of this one.</summary>
internal static class UnixProcess
{
    /// <summary>One that has ended meanwhile is fine.</summary>
    public static void Send(int pid, UnixSignal signal) => _ = NativeKill(pid, (int)signal);

    /// <summary>A process of PostgreSQL works in its data; its own shell or a tool elsewhere does not.</summary>
    public static IEnumerable<int> WithWorkingFolder(string folder)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && WorkingFolder(pid) == folder)
                yield return pid;
        }
    }

    private static string? WorkingFolder(int pid)
    {
        try
        {
            return new DirectoryInfo($"/proc/{pid}/cwd").ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeKill(int pid, int signal);
}
