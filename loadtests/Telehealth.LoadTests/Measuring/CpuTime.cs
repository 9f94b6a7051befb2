using System.Globalization;
using System.Runtime.InteropServices;

namespace Telehealth.LoadTests.Measuring;

/// <summary>
/// Time on a core, which other work on the machine does not lengthen: of the
/// calling thread, and of other processes by what the kernel accounts to them.
/// </summary>
internal static class CpuTime
{
    private const int ThreadClock = 3;

    /// <summary>The kernel counts other processes in hundredths of a second.</summary>
    private const double TicksPerSecond = 100;

    public static TimeSpan OfThisThread()
    {
        if (ClockGetTime(ThreadClock, out var time) != 0)
            throw new InvalidOperationException("The thread's clock cannot be read.");
        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1_000.0);
    }

    /// <summary>All threads, in and below the system's calls.</summary>
    public static TimeSpan OfProcess(int id)
    {
        var stat = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");

        // The name of the program stands in brackets and may hold blanks; user and system time are the 12th and 13th field after it.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ClockGetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
