using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// Takes a sample of every connection at its time, and keeps what is over. The last act of the server is to keep what still runs.
/// </summary>
internal sealed class QualityWatch(QualityCommands quality, ILogger<QualityWatch> log) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await quality.WriteOut(_ => true, cancellationToken);
        }
        catch (Exception problem) when (problem is Npgsql.NpgsqlException or OperationCanceledException)
        {
            log.QualityNotKept(problem);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticking.Every(CallFigures.SampleEvery, Round, log, stoppingToken);

    private async Task Round(CancellationToken ct)
    {
        await quality.Sample(ct);
        await quality.ClearUp(ct);
    }
}
