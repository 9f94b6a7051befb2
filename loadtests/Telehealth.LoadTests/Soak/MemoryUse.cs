using System.Globalization;

namespace Telehealth.LoadTests.Soak;

/// <summary>What a process has of the machine's memory at one moment, as the kernel counts it, in MiB.</summary>
/// <param name="At">Since the call began.</param>
/// <param name="Resident">All of it.</param>
/// <param name="Anonymous">Without what is only mapped from files, such as code.</param>
internal sealed record MemoryUse(TimeSpan At, double Resident, double Anonymous, int Threads)
{
    public static MemoryUse Of(int process, TimeSpan at)
    {
        var lines = File.ReadAllLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"));
        long Value(string name) =>
            long.Parse(
                lines
                    .Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..]
                    .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[0],
                CultureInfo.InvariantCulture);
        return new MemoryUse(at, Value("VmRSS:") / 1024.0, Value("RssAnon:") / 1024.0, (int)Value("Threads:"));
    }

    /// <summary>
    /// How fast resident memory grows, in MiB a minute: the straight line
    /// that lies closest to all samples, so no single collection decides it.
    /// </summary>
    public static double GrowthPerMinute(IReadOnlyList<MemoryUse> uses)
    {
        var (meanAt, mean) = (uses.Average(use => use.At.TotalMinutes), uses.Average(use => use.Resident));
        var spread = uses.Sum(use => Math.Pow(use.At.TotalMinutes - meanAt, 2));
        return uses.Sum(use => (use.At.TotalMinutes - meanAt) * (use.Resident - mean)) / spread;
    }
}
