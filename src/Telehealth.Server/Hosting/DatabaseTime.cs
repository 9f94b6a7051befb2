using System.Diagnostics;
using Npgsql;
using Telehealth.Server.EventStore;

namespace Telehealth.Server.Hosting;

/// <summary>
/// The database's clock as every node's time of day: deadlines are set, answered and let pass by one clock, whichever node does it. Between two
/// looks at it this machine's clock counts on. Timers and measured spans are this machine's own.
/// </summary>
internal sealed class DatabaseTime : TimeProvider
{
    private long _offsetTicks;

    /// <summary>How far the database's clock runs ahead of this machine's.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;

    /// <summary>Takes in what the database's clock showed, somewhere between asking it and hearing the answer.</summary>
    public void Learn(DateTimeOffset shown, DateTimeOffset heardAt, TimeSpan roundTrip) =>
        Interlocked.Exchange(ref _offsetTicks, (shown + roundTrip / 2 - heardAt).Ticks);
}

/// <summary>Looks at the database's clock at the start and then regularly.</summary>
internal sealed class DatabaseTimeKeeper(TimeProvider time, NpgsqlDataSource database, ILogger<DatabaseTimeKeeper> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (time is DatabaseTime clock)
            await Look(clock, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        time is DatabaseTime clock ? Ticking.Every(LookEvery, ct => Look(clock, ct), log, stoppingToken) : Task.CompletedTask;

    private async Task Look(DatabaseTime clock, CancellationToken ct)
    {
        var asked = Stopwatch.GetTimestamp();
        var shown = (await database.Query("select clock_timestamp() as shown", row => row.Time("shown"), ct))[0];
        clock.Learn(shown, TimeProvider.System.GetUtcNow(), Stopwatch.GetElapsedTime(asked));
        if (clock.Offset.Duration() > WorthTelling)
            log.ClockDiffers(clock.Offset.TotalSeconds);
    }
}
