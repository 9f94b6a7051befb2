using Telehealth.Media.Congestion;
using Telehealth.Media.Sdp;

namespace Telehealth.Media.Routing;

/// <summary>Decides what each slot of a peer sends: by what is muted, what is watched, and what the peer's link carries.</summary>
internal static class Sharing
{
    private const int MaxClaims = 64;

    // Of a layer that has not been measured yet, something must be assumed, and too little would overload the link.
    private const long AssumedPictureRate = 150_000;

    private const int AssumedTopHeight = 720;

    // How far a layer may be below the height at which it is shown before the next one is worth its bits.
    private const double EnoughHeight = 0.8;

    public static void Share(Peer peer, TimeSpan now, SendSideEstimator? estimator, Prober prober)
    {
        if (estimator is null)
        {
            foreach (var slot in peer.Down)
            {
                slot.Choice = Wished(peer, slot);
                slot.HighestOfUse = slot.Choice.Layer;
            }
            return;
        }
        peer.Link.NoteSound(SoundRate(peer, now));
        Span<Claim> claims = stackalloc Claim[MaxClaims];
        Span<int> slots = stackalloc int[MaxClaims];
        var count = 0;
        for (var i = 0; i < peer.Down.Count; i++)
        {
            var slot = peer.Down[i];
            var wished = Wished(peer, slot);
            slot.HighestOfUse = wished.Layer;
            if (wished.IsHeld || slot.Source is null || count == MaxClaims)
            {
                slot.Choice = wished;
                continue;
            }
            slots[count] = i;
            claims[count++] = ClaimOf(peer, slot, slot.Source, wished, now);
        }
        var worthTrying = Allocation.Share(estimator.BitsPerSecond, claims[..count]);
        for (var i = 0; i < count; i++) Grant(peer, peer.Down[slots[i]], claims[i]);
        prober.Want(Math.Max(worthTrying, peer.Link.RecoveryRate));
    }

    /// <summary>What the cheapest picture that the peer wants would take; 0 when it wants none.</summary>
    public static long LowestPictureRate(Peer peer, TimeSpan now)
    {
        var lowest = 0L;
        foreach (var slot in peer.Down)
        {
            if (slot.Kind != MediaKind.Video || slot.Source is not { } source || Wished(peer, slot).IsHeld) continue;
            var rate = RateOf(source.Layers[0], now);
            if (lowest == 0 || rate < lowest) lowest = rate;
        }
        return lowest;
    }

    private static long SoundRate(Peer peer, TimeSpan now)
    {
        var sum = 0L;
        foreach (var slot in peer.Down)
            if (slot.Kind == MediaKind.Audio && slot.Source is { } source && !Wished(peer, slot).IsHeld)
                sum += source.Layers[0].BitsPerSecond(now);
        return sum;
    }

    private static LayerChoice Wished(Peer peer, DownTrack slot)
    {
        if (slot.Source is not { } source) return LayerChoice.Highest;
        if (source.IsMuted) return LayerChoice.Held(HoldReason.Muted);
        if (source.Source == TrackSource.Microphone && peer.Interpreter is { } interpreter && interpreter != source.Owner.Id)
            return LayerChoice.Held(HoldReason.NotWatched);
        if (source.Kind == MediaKind.Audio || peer.Wishes is not { } wishes) return LayerChoice.Highest;
        foreach (var wish in wishes)
            if (wish.Source == source.Source && wish.ParticipantId == source.Owner.Id && wish.MaxHeight > 0)
                return LayerChoice.AtMost(LayerFor(source, wish.MaxHeight));
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

    private static Claim ClaimOf(Peer peer, DownTrack slot, UpTrack source, LayerChoice wished, TimeSpan now)
    {
        var top = Math.Min(wished.Layer, source.Layers.Length - 1);
        var claim = new Claim { Priority = PriorityOf(peer, source), Wanted = IndexOf(top, Layer.TemporalLayers - 1), Current = Claim.Paused };
        for (var i = 0; i <= top; i++) RatesOf(source.Layers[i], i, peer.Link.SendsRedundancy, now, ref claim.Rates);
        if (!slot.Choice.IsHeld)
            claim.Current = IndexOf(Math.Min(slot.Choice.Layer, top), Math.Min(slot.Choice.TemporalLayers, Layer.TemporalLayers - 1));
        return claim;
    }

    // A layer that does not come takes nothing and gives nothing, but a picture that nobody wanted yet has to begin somewhere.
    private static void RatesOf(Layer layer, int index, bool isRedundant, TimeSpan now, ref LayerRates rates)
    {
        const int all = Layer.TemporalLayers - 1;
        var isSound = layer.Track.Kind == MediaKind.Audio;
        if (!layer.IsLive(now))
        {
            if (index == 0) rates[IndexOf(0, all)] = isSound ? QualityLadder.SoundBps : AssumedPictureRate;
            return;
        }
        for (var temporal = 0; temporal < all; temporal++) rates[IndexOf(index, temporal)] = layer.BitsPerSecondUpTo(temporal, now);
        rates[IndexOf(index, all)] = Math.Max((isSound && isRedundant ? PeerLink.RedundantTimes : 1) * layer.BitsPerSecond(now), 1);
    }

    private static int IndexOf(int layer, int temporalLayer) => layer * Layer.TemporalLayers + temporalLayer;

    private static long RateOf(Layer layer, TimeSpan now)
    {
        var rate = layer.BitsPerSecond(now);
        return rate > 0 ? rate : AssumedPictureRate;
    }

    private static ClaimPriority PriorityOf(Peer peer, UpTrack source) => source.Source switch
    {
        TrackSource.Microphone when peer.Room.Speaker == source.Owner => ClaimPriority.SpeakerSound,
        TrackSource.Microphone or TrackSource.ScreenAudio => ClaimPriority.Sound,
        TrackSource.Screen => ClaimPriority.Screen,
        _ when peer.Room.Speaker == source.Owner => ClaimPriority.SpeakerPicture,
        _ => ClaimPriority.Picture,
    };

    private static void Grant(Peer peer, DownTrack slot, in Claim claim)
    {
        // Sound goes out even where it hardly fits: without it there is no visit.
        if (slot.Kind == MediaKind.Audio) slot.Choice = LayerChoice.Highest;
        else if (claim.Granted == Claim.Paused || peer.Link.Rung != QualityRung.Video) slot.Choice = LayerChoice.Held(HoldReason.Bandwidth);
        else
        {
            var (layer, temporal) = Math.DivRem(claim.Granted, Layer.TemporalLayers);
            slot.Choice = new(layer, temporal == Layer.TemporalLayers - 1 ? LayerChoice.EveryTemporalLayer : temporal, HoldReason.None);
        }
    }
}
