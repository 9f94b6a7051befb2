using Telehealth.Media.Sdp;

namespace Telehealth.Media.Routing;

/// <summary>What an offer would publish, checked before anything changes.</summary>
internal sealed record PublishPlan(IReadOnlyList<(OfferedSection Section, TrackSource Source)> Tracks)
{
    public static (PublishPlan?, MediaRefusal?) Make(SdpOffer offer, IReadOnlyList<SourceOfMid> sources, int maxTracks)
    {
        var tracks = new List<(OfferedSection Section, TrackSource Source)>();
        foreach (var section in offer.Sections)
        {
            if (!section.IsServable || !section.Direction.HasFlag(MediaDirection.SendOnly)) continue;
            var source = SourceOf(section, sources);
            if (UpTrack.KindOf(source) != section.Kind) return (null, MediaRefusal.WrongSource);
            if (tracks.Exists(track => track.Source == source)) return (null, MediaRefusal.DuplicateSource);
            if (tracks.Count == maxTracks) return (null, MediaRefusal.TooManyTracks);
            tracks.Add((section, source));
        }
        return (new(tracks), null);
    }

    // What the client does not name is what it most likely is.
    private static TrackSource SourceOf(OfferedSection section, IReadOnlyList<SourceOfMid> sources)
    {
        foreach (var named in sources)
            if (named.Mid == section.Mid)
                return named.Source;
        return section.Kind == MediaKind.Audio ? TrackSource.Microphone : TrackSource.Camera;
    }
}

/// <summary>Brings a peer's tracks in line with its offer, and describes the result.</summary>
internal static class Negotiation
{
    /// <summary>Follows what the peer publishes; tells whether the room's tracks are others now.</summary>
    public static bool Publish(Peer peer, PublishPlan plan, bool isNewConnection)
    {
        var hasChanged = false;
        for (var i = peer.Up.Count - 1; i >= 0; i--)
        {
            var track = peer.Up[i];
            if (plan.Tracks.Any(planned => planned.Source == track.Source)) continue;
            track.DetachAll();
            peer.Up.RemoveAt(i);
            hasChanged = true;
        }
        foreach (var (section, source) in plan.Tracks)
        {
            var track = peer.Up.Find(candidate => candidate.Source == source);
            if (track is null)
            {
                peer.Up.Add(new(peer, source, section));
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
    public static void Subscribe(Peer peer, SdpOffer offer, Random random)
    {
        peer.RemoveDownTracks(slot => !offer.Sections.Any(section => section.Mid == slot.Mid && Receives(section) && section.Kind == slot.Kind));
        foreach (var section in offer.Sections)
        {
            if (!Receives(section)) continue;
            var slot = peer.Down.Find(candidate => candidate.Mid == section.Mid);
            if (slot is not null) slot.Renegotiate(section, offer.AllowsMixedExtensions);
            else peer.Down.Add(new(peer, section, offer.AllowsMixedExtensions, random));
        }
    }

    public static NegotiationOutcome.Answered Answer(Peer peer, SdpOffer offer, PublishPlan plan, RelayOptions options)
    {
        var transport = peer.Transport;
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
            if (peer.Down.Find(slot => slot.Mid == section.Mid) is { Source: { } source } down)
            {
                direction |= MediaDirection.SendOnly;
                sent = new(source.Owner.Id, source.TrackId, down.Ssrc, source.Owner.Id) { RtxSsrc = down.RtxSsrc == 0 ? null : down.RtxSsrc };
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
