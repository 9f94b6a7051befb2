using Telehealth.Media.Congestion;
using Telehealth.Media.Peers;
using Telehealth.Media.Receiving;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Sending;

/// <summary>Decides what each slot of a peer sends: by what is muted, what is watched, and what the peer's link carries.</summary>
internal static class BandwidthAllocator
{
    private const int MaxRequests = 64;

    // Of a layer that has not been measured yet, something must be assumed, and too little would overload the link.
    private const long AssumedVideoRate = 150_000;

    private const int AssumedTopHeight = 720;

    // How far a layer may be below the height at which it is shown before the next one is worth its bits.
    private const double EnoughHeight = 0.8;

    /// <summary>Chooses for all slots of a peer.</summary>
    /// <param name="down">The peer's slots and what it wants in them.</param>
    /// <param name="speaker">Whose voice leads the room; null for nobody's.</param>
    /// <param name="now">The time.</param>
    public static void Allocate(DownTracks down, Peer? speaker, TimeSpan now)
    {
        var link = down.Peer.Link;
        if (link.BitsPerSecond is not { } bitsPerSecond)
        {
            foreach (var slot in down.Slots)
            {
                slot.Choice = Subscribed(down, slot);
                slot.HighestOfUse = slot.Choice.Layer;
            }
            return;
        }
        link.NoteAudio(AudioRate(down, now));
        Span<LayerRequest> requests = stackalloc LayerRequest[MaxRequests];
        Span<int> slots = stackalloc int[MaxRequests];
        var count = 0;
        for (var i = 0; i < down.Slots.Count; i++)
        {
            var slot = down.Slots[i];
            var subscribed = Subscribed(down, slot);
            slot.HighestOfUse = subscribed.Layer;
            if (subscribed.IsHeld || slot.Source is null || count == MaxRequests)
            {
                slot.Choice = subscribed;
                continue;
            }
            slots[count] = i;
            requests[count++] = RequestOf(link, speaker, slot, slot.Source, subscribed, now);
        }
        var worthTrying = Allocation.Share(bitsPerSecond, requests[..count]);
        for (var i = 0; i < count; i++) Grant(link, down.Slots[slots[i]], requests[i]);
        link.WantProbe(Math.Max(worthTrying, link.RecoveryRate));
    }

    /// <summary>What the cheapest video that the peer wants would take; 0 when it wants none.</summary>
    public static long LowestVideoRate(DownTracks down, TimeSpan now)
    {
        var lowest = 0L;
        foreach (var slot in down.Slots)
        {
            if (slot.Kind != MediaKind.Video || slot.Source is not { } source || Subscribed(down, slot).IsHeld) continue;
            var rate = RateOf(source.Layers[0], now);
            if (lowest == 0 || rate < lowest) lowest = rate;
        }
        return lowest;
    }

    private static long AudioRate(DownTracks down, TimeSpan now)
    {
        var sum = 0L;
        foreach (var slot in down.Slots)
            if (slot.Kind == MediaKind.Audio && slot.Source is { } source && !Subscribed(down, slot).IsHeld)
                sum += source.Layers[0].BitsPerSecond(now);
        return sum;
    }

    private static LayerChoice Subscribed(DownTracks down, DownTrack slot)
    {
        if (slot.Source is not { } source) return LayerChoice.Highest;
        if (source.IsMuted) return LayerChoice.Held(HoldReason.Muted);
        if (source.Source == TrackSource.Microphone && down.Interpreter is { } interpreter && interpreter != source.Owner.Id)
            return LayerChoice.Held(HoldReason.NotWatched);
        if (source.Kind == MediaKind.Audio || down.Subscriptions is not { } subscriptions) return LayerChoice.Highest;
        foreach (var subscription in subscriptions)
            if (subscription.Source == source.Source && subscription.ParticipantId == source.Owner.Id && subscription.MaxHeight > 0)
                return LayerChoice.AtMost(LayerFor(source, subscription.MaxHeight));
        return LayerChoice.Held(HoldReason.NotWatched);
    }

    // The lowest layer that is high enough for its place on the screen.
    private static int LayerFor(UpTrack source, int height)
    {
        for (var i = 0; i < source.Layers.Length - 1; i++)
            if (HeightOf(source, i) >= height * EnoughHeight)
                return i;
        return source.Layers.Length - 1;
    }

    // Only VP8 says its size where a relay can read it; of other codecs each layer is taken for half of the next, as browsers send them.
    private static int HeightOf(UpTrack source, int index)
    {
        var told = source.Layers[index].Height;
        return told > 0 ? told : AssumedTopHeight >> (source.Layers.Length - 1 - index);
    }

    private static LayerRequest RequestOf(
        PeerLink link, Peer? speaker, DownTrack slot, UpTrack source, LayerChoice subscribed, TimeSpan now)
    {
        var top = Math.Min(subscribed.Layer, source.Layers.Length - 1);
        var request = new LayerRequest
        {
            Priority = PriorityOf(source, speaker),
            Wanted = IndexOf(top, Layer.TemporalLayers - 1),
            Current = LayerRequest.Paused,
        };
        for (var i = 0; i <= top; i++)
            RatesOf(source.Layers[i], i, link.SendsRedundancy, now, ref request.Rates);
        if (!slot.Choice.IsHeld)
            request.Current = IndexOf(Math.Min(slot.Choice.Layer, top), Math.Min(slot.Choice.TemporalLayers, Layer.TemporalLayers - 1));
        return request;
    }

    // A layer that does not come takes nothing and gives nothing, but video that nobody wanted yet has to begin somewhere.
    private static void RatesOf(Layer layer, int index, bool isRedundant, TimeSpan now, ref LayerRates rates)
    {
        const int all = Layer.TemporalLayers - 1;
        var isAudio = layer.Track.Kind == MediaKind.Audio;
        if (!layer.IsLive(now))
        {
            if (index == 0) rates[IndexOf(0, all)] = isAudio ? QualityLadder.AudioBps : AssumedVideoRate;
            return;
        }
        for (var temporal = 0; temporal < all; temporal++) rates[IndexOf(index, temporal)] = layer.BitsPerSecondUpTo(temporal, now);
        rates[IndexOf(index, all)] = Math.Max((isAudio && isRedundant ? PeerLink.RedundantTimes : 1) * layer.BitsPerSecond(now), 1);
    }

    private static int IndexOf(int layer, int temporalLayer) => layer * Layer.TemporalLayers + temporalLayer;

    private static long RateOf(Layer layer, TimeSpan now)
    {
        var rate = layer.BitsPerSecond(now);
        return rate > 0 ? rate : AssumedVideoRate;
    }

    private static RequestPriority PriorityOf(UpTrack source, Peer? speaker) => source.Source switch
    {
        TrackSource.Microphone when speaker == source.Owner => RequestPriority.SpeakerAudio,
        TrackSource.Microphone or TrackSource.ScreenAudio => RequestPriority.Audio,
        TrackSource.Screen => RequestPriority.Screen,
        _ when speaker == source.Owner => RequestPriority.SpeakerVideo,
        _ => RequestPriority.Video,
    };

    private static void Grant(PeerLink link, DownTrack slot, in LayerRequest request)
    {
        // Audio goes out even where it hardly fits: without it there is no visit.
        if (slot.Kind == MediaKind.Audio)
            slot.Choice = LayerChoice.Highest;
        else if (request.Granted == LayerRequest.Paused || link.Rung != QualityRung.Video)
            slot.Choice = LayerChoice.Held(HoldReason.Bandwidth);
        else
        {
            var (layer, temporal) = Math.DivRem(request.Granted, Layer.TemporalLayers);
            slot.Choice = new(layer, temporal == Layer.TemporalLayers - 1 ? LayerChoice.EveryTemporalLayer : temporal, HoldReason.None);
        }
    }
}
