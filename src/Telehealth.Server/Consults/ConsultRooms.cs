using Microsoft.Extensions.Options;
using Telehealth.Domain.Consults;
using Telehealth.Media.Routing;
using Telehealth.Server.EventStore;
using ConsultType = Telehealth.Server.EventStore.EntityType<
    Telehealth.Domain.Consults.ConsultCommand, Telehealth.Domain.Consults.Consult, Telehealth.Domain.Consults.ConsultEvent>;

namespace Telehealth.Server.Consults;

/// <summary>Passes the relay's notices on to browsers, and empties seats to which nobody came back.</summary>
internal sealed class ConsultRooms(
    MediaLoop.MediaLoop media,
    ConsultSeats seats,
    ConsultAudience audience,
    EntityStore store,
    ConsultType consults,
    IOptions<ConsultOptions> options,
    ILogger<ConsultRooms> log) : BackgroundService
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(PassNoticesOn(stoppingToken), EmptySeats(stoppingToken));

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

    private Task PassOn(RoomNotice notice) => (Guid.Parse(notice.Room), Guid.Parse(notice.Peer), notice) switch
    {
        var (consult, peer, changed) when changed is RoomNotice.MediaChanged media => audience.MediaChanged(consult, peer, media.AudioSlots, media.VideoSlots),
        var (consult, peer, lost) when lost is RoomNotice.PeerLost => audience.MediaLost(consult, peer),
        _ => Task.CompletedTask,
    };

    private async Task EmptySeats(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(SweepEvery);
        while (await timer.WaitForNextTickAsync(ct))
        {
            try
            {
                foreach (var seat in seats.GoneFor(options.Value.SeatKeptFor))
                    await Empty(seat, ct);
            }
            catch (Exception problem) when (problem is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                log.SweepFailed(problem);
            }
        }
    }

    private async Task Empty(SeatKey seat, CancellationToken ct)
    {
        var empty = new ConsultCommand.EmptySeat(new ParticipantId(seat.Participant), LeaveReason.ConnectionLost);
        await store.Execute(consults, seat.Consult, empty, new CommandContext(seat.Tenant, new CommandId(Guid.CreateVersion7()), Actor.System), ct);
        if (seats.Leave(seat) is { } view)
            await audience.Present(seat, view);
        await media.RemovePeer(seat.Consult.ToString(), seat.Participant.ToString(), ct);
    }
}
