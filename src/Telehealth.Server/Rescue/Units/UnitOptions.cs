using System.ComponentModel.DataAnnotations;

namespace Telehealth.Server.Rescue.Units;

/// <summary>Section <c>Units</c>.</summary>
internal sealed class UnitOptions
{
    /// <summary>How often consoles hear of moved units: each unit at most once a tick, however often it reports.</summary>
    public TimeSpan PositionTick { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often the other nodes hear of units whose devices report to this one: all of them in one batch.</summary>
    public TimeSpan AnnounceEvery { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often last fixes are read that others wrote, in case a batch was lost or this node joined after it.</summary>
    public TimeSpan LearnEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often last fixes and track samples are written.</summary>
    public TimeSpan WriteEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Track samples kept while the database is away; the oldest go first.</summary>
    [Range(1, 10_000_000)]
    public int MaxUnwrittenSamples { get; set; } = 100_000;

    /// <summary>How long after its shift a crew may still read the notes and see the pictures of its jobs, to write them up.</summary>
    public TimeSpan JobsReadableAfterShift { get; set; } = TimeSpan.FromHours(2);

    /// <summary>
    /// The vehicles that crews can take, each as <c>A11</c> or <c>A11: Basic, Advanced</c>; without skills it is equipped for basic life
    /// support. Those that are named are added or brought up to date at each start; none is taken away.
    /// </summary>
    public IList<string> Vehicles { get; } = [];
}
