using Telehealth.Domain.Visits.Consults;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rooms;
using Telehealth.Media.Sdp;
using Telehealth.Media.Sending;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Visits.Consults;

/// <summary>A consult's room in the relay: rooms and peers are known there by the ids of consult and participant.</summary>
internal sealed class MediaRoom(MediaLoop.RelayLoops media, IceServerList iceServers, RoomEpochs epochs, TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>This one, as the others call it.</summary>
    public string Node => epochs.Node;

    public IReadOnlyList<IceServer> IceServersFor(Guid participant) => iceServers.ForParticipant(participant);

    /// <summary>The consult's media are this node's from now on.</summary>
    public Task Open(SeatKey seat, CancellationToken ct) => epochs.Open(seat.Room, ct);

    public async Task<Reply<MediaAnswer>> Negotiate(SeatKey seat, MediaOffer offer, CancellationToken ct)
    {
        if (!await epochs.IsOurs(seat.Room, ct))
            return Rooms.Away;
        SourceOfMid[] sources = [.. offer.Sources.Select(source => new SourceOfMid(source.Mid, ToRelay(source.Source)))];
        return await media.NegotiateSeat(seat.Consult.ToString(), seat.Participant.ToString(), offer.Sdp, sources, ct) switch
        {
            NegotiationOutcome.Answered answered => new MediaAnswer(
                answered.Sdp,
                [
                    .. answered
                        .Tracks.Where(track => track.Source != TrackSource.ScreenAudio)
                        .Select(track => new MidTrack(track.Mid, Guid.Parse(track.ParticipantId), ToContract(track.Source))),
                ]),
            NegotiationOutcome.Refused { Refusal: var refusal } when refusal == MediaRefusal.NoSeat => SeatCommands.NotSeated,
            NegotiationOutcome.Refused refused => Rejection.Invalid(refused.Refusal.Code, refused.Refusal.Text),
            _ => throw new InvalidOperationException("The relay answered in a way that nobody knows."),
        };
    }

    public ValueTask AddCandidate(SeatKey seat, string candidate, CancellationToken ct) =>
        media.AddCandidate(seat.Consult.ToString(), seat.Participant.ToString(), candidate, ct);

    /// <summary>What a seat's connection is held to, after an offer: a new one is held to nothing by itself.</summary>
    public async Task TellNew(SeatKey seat, SeatMedia told, CancellationToken ct)
    {
        if (told
            is not { Muted: { Microphone: false, Camera: false, Screen: false }, OnScreen: null, ListensTo: null, IsMicrophoneOn: false })
            await Tell(seat, told, ct);
    }

    /// <summary>What a seat's connection is held to, all of it.</summary>
    public async Task Tell(SeatKey seat, SeatMedia told, CancellationToken ct)
    {
        await Mute(seat, told.Muted, ct);
        if (told.OnScreen is { } onScreen)
            await Watch(seat, onScreen, ct);
        await ListenTo(seat, told.ListensTo, ct);
        await ExpectSound(seat, told.IsMicrophoneOn, ct);
    }

    /// <summary>
    /// Another page sits there now: the relay takes its offers, and forgets what the one before had told. What the clinician holds back
    /// stays held. A room that was closed takes nobody's any more.
    /// </summary>
    public async Task BeginAnew(SeatKey seat, CancellationToken ct)
    {
        await media.Admit(seat.Consult.ToString(), seat.Participant.ToString(), cancellationToken: ct);
        await media.Subscribe(seat.Consult.ToString(), seat.Participant.ToString(), null, ct);
        await ListenTo(seat, null, ct);
        await ExpectSound(seat, false, ct);
    }

    public async Task Mute(SeatKey seat, MediaState muted, CancellationToken ct)
    {
        var (room, peer) = (seat.Consult.ToString(), seat.Participant.ToString());
        await media.Mute(room, peer, TrackSource.Microphone, muted.Microphone, ct);
        await media.Mute(room, peer, TrackSource.Camera, muted.Camera, ct);
        await media.Mute(room, peer, TrackSource.Screen, muted.Screen, ct);
        await media.Mute(room, peer, TrackSource.ScreenAudio, muted.Screen, ct);
    }

    /// <summary>
    /// Says whether the seat's microphone is on: then silence on the wire is a fault, which the relay asks the browser to mend.
    /// </summary>
    public ValueTask ExpectSound(SeatKey seat, bool isExpected, CancellationToken ct) =>
        media.ExpectSound(seat.Consult.ToString(), seat.Participant.ToString(), isExpected, ct);

    public Task Watch(SeatKey seat, IReadOnlyList<TrackWishView> onScreen, CancellationToken ct) => media.Subscribe(
        seat.Consult.ToString(), seat.Participant.ToString(),
        [.. onScreen.Select(wish => new VideoSubscription(wish.ParticipantId.ToString(), ToRelay(wish.Source), wish.Height))], ct);

    public Task ListenTo(SeatKey listener, Guid? interpreter, CancellationToken ct) =>
        media.ListenTo(listener.Consult.ToString(), listener.Participant.ToString(), interpreter?.ToString(), ct);

    /// <summary>How the seat's connection does; null without one.</summary>
    public Task<PeerStatistics?> StatisticsOf(SeatKey seat, CancellationToken ct) =>
        media.StatisticsOf(seat.Consult.ToString(), seat.Participant.ToString(), ct);

    /// <summary>Whether an offer would publish anything. One that cannot be read is the relay's to refuse.</summary>
    public static bool Sends(string sdp) =>
        SdpOffer.TryParse(sdp, out var offer, out _)
        && offer.Sections.Any(section => section.Kind is not null && section.Direction.HasFlag(MediaDirection.SendOnly));

    /// <summary>The consult is over.</summary>
    public async Task Close(RoomKey room, CancellationToken ct)
    {
        await media.CloseRoom(room.Consult.ToString(), ct);
        await epochs.End(room, ct);
    }

    /// <summary>Its media are another node's, or nobody's, until somebody enters by this one again.</summary>
    public ValueTask GiveUp(RoomKey room, CancellationToken ct)
    {
        epochs.Forget(room);
        return media.EmptyRoom(room.Consult.ToString(), ct);
    }

    public ValueTask Remove(SeatKey seat, CancellationToken ct) =>
        media.RemovePeer(seat.Consult.ToString(), seat.Participant.ToString(), ct);

    public static TrackSource ToRelay(MediaSource source) => source switch
    {
        MediaSource.Microphone => TrackSource.Microphone,
        MediaSource.Camera => TrackSource.Camera,
        _ => TrackSource.Screen,
    };

    public static MediaSource ToContract(TrackSource source) => source switch
    {
        TrackSource.Microphone => MediaSource.Microphone,
        TrackSource.Camera => MediaSource.Camera,
        _ => MediaSource.Screen,
    };
}
