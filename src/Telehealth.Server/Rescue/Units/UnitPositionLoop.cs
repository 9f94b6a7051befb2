using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Rescue.Units;

/// <summary>
/// Tells movements to live screens, writes down the fixes and tracks of this node's devices, and looks now and then what others have
/// written: news between nodes may be lost, and a node that joins has missed some.
/// </summary>
internal sealed class UnitPositionLoop(
    UnitPositions positions, UnitFixTable table, IEnumerable<IUnitMovementFeed> feeds, IOptions<UnitOptions> options,
    ILogger<UnitPositionLoop> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Learn(stoppingToken);
        positions.PlacesAreKnown();
        // Each at its own pace: a database that hangs keeps nobody from the screens.
        await Task.WhenAll(
            Ticking.Every(options.Value.PositionTick, Tell, log, stoppingToken),
            Ticking.Every(options.Value.WriteEvery, Write, log, stoppingToken),
            Ticking.Every(options.Value.LearnEvery, Learn, log, stoppingToken));
    }

    private async Task Tell(CancellationToken ct)
    {
        foreach (var (tenant, fixes) in positions.TakeMoved())
        {
            foreach (var feed in feeds)
                await Tell(feed, tenant, fixes, ct);
        }
    }

    /// <summary>One that cannot be told, because it asks a database that is away, keeps none of the others from what has moved.</summary>
    private async Task Tell(IUnitMovementFeed feed, TenantId tenant, IReadOnlyList<UnitFix> fixes, CancellationToken ct)
    {
        try
        {
            await feed.Moved(tenant, fixes, ct);
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            log.MovesNotTold(problem, feed.GetType().Name);
        }
    }

    private async Task Write(CancellationToken ct)
    {
        await WriteFixes(ct);
        await WriteTrack(ct);
    }

    private async Task WriteFixes(CancellationToken ct)
    {
        var fixes = positions.TakeUnwritten();
        if (fixes.Count == 0)
            return;
        try
        {
            await table.Write(fixes, ct);
        }
        catch (NpgsqlException)
        {
            positions.PutBackUnwritten(fixes);
            throw;
        }
    }

    private async Task WriteTrack(CancellationToken ct)
    {
        var samples = positions.TakeSamples();
        if (samples.Count == 0)
            return;
        try
        {
            await table.WriteTrack(samples, ct);
        }
        catch (NpgsqlException)
        {
            positions.PutBack(samples);
            throw;
        }
    }

    private async Task Learn(CancellationToken ct) => positions.Learn(await table.Read(ct));
}
