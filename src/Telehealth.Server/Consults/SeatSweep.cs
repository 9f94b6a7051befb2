using Microsoft.Extensions.Options;
using Telehealth.Server.Hosting;

namespace Telehealth.Server.Consults;

/// <summary>Empties seats to which nobody came back.</summary>
internal sealed class SeatSweep(ConsultSeats seats, SeatDesk desk, IOptions<ConsultOptions> options, ILogger<SeatSweep> log) : BackgroundService
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Ticking.Every(SweepEvery, EmptyForgottenSeats, log, stoppingToken);

    private async Task EmptyForgottenSeats(CancellationToken ct)
    {
        foreach (var seat in seats.GoneFor(options.Value.SeatKeptFor))
            await desk.Forget(seat, ct);
    }
}
