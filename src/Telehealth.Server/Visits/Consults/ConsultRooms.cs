using Telehealth.Media.Receiving;
using Telehealth.Media.Rooms;
using Telehealth.Server.Visits.MediaLoop;

namespace Telehealth.Server.Visits.Consults;

/// <summary>Passes the relay's notices on to browsers.</summary>
internal sealed class ConsultRooms(
    RelayLoops media, ConsultSeats seats, SeatTracks tracks, QualitySamples quality, ConsultAudience audience, ILogger<ConsultRooms> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var notice in media.Notices.ReadAllAsync(stoppingToken))
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

    /// <summary>Tells a notice to those whom it concerns; one of another room than a consult's to nobody.</summary>
    internal Task PassOn(RoomNotice notice)
    {
        // Other rooms than those of consults are called otherwise, and when nobody speaks no peer is named.
        if (!Guid.TryParse(notice.Room, out var consult))
            return Task.CompletedTask;
        Guid? named = Guid.TryParse(notice.Peer, out var peer) ? peer : null;
        return notice switch
        {
            RoomNotice.SpeakerChanged => PassSpeakerOn(consult, named),
            _ when named is null => Task.CompletedTask,
            RoomNotice.MediaChanged changed => audience.MediaChanged(consult, peer, changed.AudioSlots, changed.VideoSlots),
            RoomNotice.PeerLost => PassLossOn(consult, peer),
            RoomNotice.RepairNeeded => audience.MediaLost(consult, peer),
            RoomNotice.TargetLayers { Source: TrackSource.Microphone or TrackSource.Camera or TrackSource.Screen } wanted =>
                audience.LayersWanted(consult, peer, MediaRoom.ToContract(wanted.Source), wanted.Layers),
            RoomNotice.QualityChanged changed => PassQualityOn(consult, peer, changed),
            _ => Task.CompletedTask,
        };
    }

    private Task PassSpeakerOn(Guid consult, Guid? speaker) =>
        tracks.LetSpeak(consult, speaker) is { } tenant ? audience.SpeakerChanged(tenant, consult, speaker) : Task.CompletedTask;

    private Task PassLossOn(Guid consult, Guid peer)
    {
        quality.Lost(consult, peer);
        return audience.MediaLost(consult, peer);
    }

    private Task PassQualityOn(Guid consult, Guid peer, RoomNotice.QualityChanged changed) =>
        tracks.Rate(consult, peer, changed.Rung, changed.Cause) is { } rated
            ? audience.Rated(rated, seats.Of(rated.Seat.Tenant, consult).Select(participant => participant.Id))
            : Task.CompletedTask;
}
