using Telehealth.Media.Sdp;

namespace Telehealth.Media.Rooms;

/// <summary>Brings a peer's tracks in line with its offer, and describes the result.</summary>
internal static class Negotiation
{
    /// <summary>Follows what the peer publishes; tells whether the room's tracks are others now.</summary>
    public static bool Publish(Seat seat, PublishPlan plan, bool isNewConnection)
    {
        var hasChanged = false;
        for (var i = seat.Up.Tracks.Count - 1; i >= 0; i--)
        {
            var track = seat.Up.Tracks[i];
            if (plan.Tracks.Any(planned => planned.Source == track.Source)) continue;
            track.DetachAll();
            seat.Up.Tracks.RemoveAt(i);
            hasChanged = true;
        }
        foreach (var (section, source) in plan.Tracks)
        {
            var track = seat.Up.Find(source);
            if (track is null)
            {
                seat.Up.Tracks.Add(new(seat.Up, source, section));
                hasChanged = true;
            }
            else if (isNewConnection)
            {
                track.Reconnect(section);
            }
            else
            {
                track.Renegotiate(section);
            }
        }
        return hasChanged;
    }

    /// <summary>Follows the m-sections on which the peer receives.</summary>
    public static void Subscribe(Seat seat, SdpOffer offer, Random random)
    {
        seat.Down.Remove(slot => !offer.Sections.Any(section => section.Mid == slot.Mid && Receives(section) && section.Kind == slot.Kind));
        foreach (var section in offer.Sections)
        {
            if (!Receives(section)) continue;
            var slot = seat.Down.Slots.Find(candidate => candidate.Mid == section.Mid);
            if (slot is not null) slot.Renegotiate(section, offer.AllowsMixedExtensions);
            else seat.Down.Slots.Add(new(seat.Peer, section, offer.AllowsMixedExtensions, random));
        }
    }

    public static NegotiationOutcome.Answered Answer(Seat seat, SdpOffer offer, PublishPlan plan, RelayOptions options)
    {
        var transport = seat.Peer.Transport;
        var sections = new List<AnsweredSection>();
        var received = new List<ReceivedTrack>();
        foreach (var section in offer.Sections)
        {
            if (!section.IsServable)
            {
                sections.Add(new(section, IsAccepted: false, MediaDirection.Inactive, null));
                continue;
            }
            var direction = plan.Tracks.Any(track => track.Section == section) ? MediaDirection.RecvOnly : MediaDirection.Inactive;
            AnsweredTrack? sent = null;
            if (seat.Down.Slots.Find(slot => slot.Mid == section.Mid) is { Source: { } source } down)
            {
                direction |= MediaDirection.SendOnly;
                sent = new(source.Owner.Id, source.TrackId, down.Ssrc, source.Owner.Id)
                {
                    RtxSsrc = down.RtxSsrc == 0 ? null : down.RtxSsrc,
                };
                received.Add(new(section.Mid, source.Owner.Id, source.Source));
            }
            sections.Add(new(section, IsAccepted: true, direction, sent));
        }
        var answer = new SdpAnswer
        {
            SessionId = transport.AnswerSessionId,
            Version = ++transport.Version,
            IceUfrag = transport.Ice.Local.Ufrag,
            IcePassword = transport.Ice.Local.Password,
            FingerprintSha256 = transport.LocalFingerprint,
            Candidates = options.AdvertisedAddresses,
            TcpCandidates = options.AdvertisedTcpAddresses,
            AllowsMixedExtensions = offer.AllowsMixedExtensions,
            Sections = sections,
        };
        return new(answer.Write(), received);
    }

    private static bool Receives(OfferedSection section) => section.IsServable && section.Direction.HasFlag(MediaDirection.RecvOnly);
}
