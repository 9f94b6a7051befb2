using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Visits.Consults;

/// <summary>Tells every clinician of a patient whose booked clinician has not come for so long that anybody may admit them.</summary>
internal sealed class WaitingRoomClock(ConsultQueries queries, ConsultAudience audience, TimeProvider time, ILogger<WaitingRoomClock> log)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private DateTimeOffset _lookedAt = time.GetUtcNow();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Ticking.Every(LookEvery, Look, log, stoppingToken);

    private async Task Look(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        foreach (var (tenant, card) in await queries.NoLongerKept(_lookedAt, now, ct))
            await audience.Waits(tenant, card);
        _lookedAt = now;
    }
}
