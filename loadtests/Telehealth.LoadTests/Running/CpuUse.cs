using System.Diagnostics;
using System.Globalization;
using Telehealth.LoadTests.Measuring;

namespace Telehealth.LoadTests.Running;

/// <summary>Time on a core that a server took, its database beside it, and the load test itself.</summary>
internal readonly record struct CpuOf(TimeSpan Server, TimeSpan Database, TimeSpan Generator, TimeSpan Over)
{
    /// <summary>Without what went on anyhow at so much a second.</summary>
    public CpuOf Less(CpuOf perSecond) =>
        this with
        {
            Server = Server - perSecond.Server * Over.TotalSeconds,
            Database = Database - perSecond.Database * Over.TotalSeconds,
            Generator = Generator - perSecond.Generator * Over.TotalSeconds,
        };
}

/// <summary>What a server under test and its database take from a moment on. A database that is started anew meanwhile spoils it.</summary>
internal sealed class CpuUse(ServerUnderTest server)
{
    private long _since;
    private CpuOf _before;

    public void Begin() => (_before, _since) = (Now(), Stopwatch.GetTimestamp());

    public CpuOf Since()
    {
        var now = Now();
        return new CpuOf(
            now.Server - _before.Server, now.Database - _before.Database, now.Generator - _before.Generator,
            Stopwatch.GetElapsedTime(_since));
    }

    /// <summary>What is used in a second of a while in which nothing is asked.</summary>
    public async Task<CpuOf> PerSecond(TimeSpan time, CancellationToken ct)
    {
        Begin();
        await Task.Delay(time, ct);
        var used = Since();
        var seconds = used.Over.TotalSeconds;
        return new CpuOf(used.Server / seconds, used.Database / seconds, used.Generator / seconds, TimeSpan.FromSeconds(1));
    }

    private CpuOf Now()
    {
        var postmaster = File.ReadLines(Path.Combine(server.DatabaseFolder, "cluster", "postmaster.pid")).First();
        return new CpuOf(
            CpuTime.OfProcess(server.ProcessId), CpuTime.OfFamily(int.Parse(postmaster, CultureInfo.InvariantCulture)),
            CpuTime.OfProcess(Environment.ProcessId), TimeSpan.Zero);
    }
}
