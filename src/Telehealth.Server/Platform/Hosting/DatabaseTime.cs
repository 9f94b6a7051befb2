using System.Diagnostics;

namespace Telehealth.Server.Platform.Hosting;

/// <summary>
/// The database's clock as every node's time of day: deadlines are set, answered and let pass by one
/// clock, whichever node does it. Between two looks at it spans are measured, not read from this
/// machine's clock, which somebody may be setting in that very moment. Timers are this machine's own.
/// </summary>
internal sealed class DatabaseTime : TimeProvider
{
    private Shown? _shown;

    /// <summary>By the database's clock; by this machine's before the first look.</summary>
    public override DateTimeOffset GetUtcNow() =>
        Volatile.Read(ref _shown) is { } shown ? shown.At + Stopwatch.GetElapsedTime(shown.Timestamp) : base.GetUtcNow();

    /// <summary>Takes in what the database's clock shows now.</summary>
    public void Learn(DateTimeOffset at) => Volatile.Write(ref _shown, new Shown(at, Stopwatch.GetTimestamp()));

    private sealed record Shown(DateTimeOffset At, long Timestamp);
}
