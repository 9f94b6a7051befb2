using Microsoft.Extensions.Options;
using Telehealth.Media.Routing;
using Telehealth.Server.Hosting;
using Telehealth.Server.MediaLoop;

namespace Telehealth.Server.Consults;

/// <summary>Passes the relay's notices on to browsers, and empties seats to which nobody came back.</summary>
internal sealed class ConsultRooms(
    RelayLoop media, ConsultSeats seats, SeatDesk desk, ConsultAudience audience, IOptions<ConsultOptions> options, ILogger<ConsultRooms> log)
    : BackgroundService
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        PassNoticesOn(stoppingToken),
        Ticking.Every(SweepEvery, EmptyForgottenSeats, log, stoppingToken));

    private async Task PassNoticesOn(CancellationToken ct)
    {
        await foreach (var notice in media.Notices.ReadAllAsync(ct))
        {
            try
            {
                await PassOn(notice);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                log.NoticeFailed(problem);
            }
        }
    }

    private Task PassOn(RoomNotice notice)
    {
        var (consult, peer) = (Guid.Parse(notice.Room), Guid.Parse(notice.Peer));
        return notice switch
        {
            RoomNotice.MediaChanged changed => audience.MediaChanged(consult, peer, changed.AudioSlots, changed.VideoSlots),
            RoomNotice.PeerLost => audience.MediaLost(consult, peer),
            _ => Task.CompletedTask,
        };
    }

    private async Task EmptyForgottenSeats(CancellationToken ct)
    {
        foreach (var seat in seats.GoneFor(options.Value.SeatKeptFor))
            await desk.Forget(seat, ct);
    }
}
