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
        var fields = Fields(id.ToString(CultureInfo.InvariantCulture));
        return Time(fields[11], fields[12]);
    }

    /// <summary>A process with those that it started, also those of them that have ended.</summary>
    public static TimeSpan OfFamily(int id)
    {
        var parent = id.ToString(CultureInfo.InvariantCulture);
        var own = Fields(parent);
        var sum = Time(own[11], own[12], own[13], own[14]);
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                var fields = Fields(Path.GetFileName(folder));
                if (fields[1] == parent)
                    sum += Time(fields[11], fields[12]);
            }
            catch (IOException)
            {
                // It has ended since.
            }
        }

        return sum;
    }

    /// <summary>
    /// What follows the name of the program, which stands in brackets and may hold blanks: the parent is the 2nd, user and system time are
    /// the 12th and 13th, and those of children that have ended the 14th and 15th.
    /// </summary>
    private static string[] Fields(string id)
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static TimeSpan Time(params ReadOnlySpan<string> ticks)
    {
        var sum = 0L;
        foreach (var text in ticks)
            sum += long.Parse(text, CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(sum / TicksPerSecond);
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
