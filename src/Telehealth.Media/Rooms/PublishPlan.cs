using Telehealth.Media.Receiving;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Rooms;

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
