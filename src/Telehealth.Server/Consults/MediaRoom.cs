using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Telehealth.Domain.Consults;
using Telehealth.Media.Routing;
using Telehealth.Server.Contracts;

namespace Telehealth.Server.Consults;

/// <summary>A consult's room in the relay: rooms and peers are known there by the ids of consult and participant.</summary>
internal sealed class MediaRoom(MediaLoop.RelayLoop media, IOptions<ConsultOptions> options, TimeProvider time)
{
    private readonly ConsultOptions _options = options.Value;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>
    /// STUN servers as they are, TURN servers with a credential that expires: coturn checks the HMAC of the user name, which begins with the
    /// time until which it is good (draft-uberti-behave-turn-rest-00).
    /// </summary>
    public IReadOnlyList<IceServer> IceServersFor(Guid participant)
    {
        var turn = _options.IceServers.Where(IsTurn).ToArray();
        var stun = _options.IceServers.Except(turn).ToArray();
        List<IceServer> servers = [];
        if (stun.Length > 0)
            servers.Add(new IceServer(stun, Username: null, Credential: null));
        if (turn.Length > 0 && _options.TurnSecret is { } secret)
        {
            var username = $"{(Now + _options.TurnCredentialValidFor).ToUnixTimeSeconds()}:{participant:N}";
#pragma warning disable CA5350 // The TURN servers fix the algorithm; HMAC-SHA1 is not known to be broken as a MAC.
            var credential = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(username)));
#pragma warning restore CA5350
            servers.Add(new IceServer(turn, username, credential));
        }

        return servers;
    }

    public async Task<Reply<MediaAnswer>> Negotiate(SeatKey seat, MediaOffer offer, CancellationToken ct)
    {
        SourceOfMid[] sources = [.. offer.Sources.Select(source => new SourceOfMid(source.Mid, ToRelay(source.Source)))];
        return await media.Negotiate(seat.Consult.ToString(), seat.Participant.ToString(), offer.Sdp, sources, ct) switch
        {
            NegotiationOutcome.Answered answered => new MediaAnswer(
                answered.Sdp,
                [.. answered.Tracks.Where(track => track.Source != TrackSource.ScreenAudio).Select(track => new MidTrack(track.Mid, Guid.Parse(track.ParticipantId), ToContract(track.Source)))]),
            NegotiationOutcome.Refused refused => new Rejection(refused.Refusal.Code, refused.Refusal.Text),
            _ => throw new InvalidOperationException("The relay answered in a way that nobody knows."),
        };
    }

    public ValueTask AddCandidate(SeatKey seat, string candidate, CancellationToken ct) =>
        media.AddCandidate(seat.Consult.ToString(), seat.Participant.ToString(), candidate, ct);

    public ValueTask Remove(SeatKey seat, CancellationToken ct) => media.RemovePeer(seat.Consult.ToString(), seat.Participant.ToString(), ct);

    private static bool IsTurn(string url) => url.StartsWith("turn:", StringComparison.Ordinal) || url.StartsWith("turns:", StringComparison.Ordinal);

    private static TrackSource ToRelay(MediaSource source) => source switch
    {
        MediaSource.Microphone => TrackSource.Microphone,
        MediaSource.Camera => TrackSource.Camera,
        _ => TrackSource.Screen,
    };

    private static MediaSource ToContract(TrackSource source) => source switch
    {
        TrackSource.Microphone => MediaSource.Microphone,
        TrackSource.Camera => MediaSource.Camera,
        _ => MediaSource.Screen,
    };
}
