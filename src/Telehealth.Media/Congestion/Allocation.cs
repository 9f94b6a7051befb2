namespace Telehealth.Media.Congestion;

/// <summary>
/// Shares a peer's bandwidth over the tracks that it receives. First each gets its lowest layer by priority, then each is raised by
/// priority, equals in turn. The speaker's audio always flows: there is nothing smaller to send in its place, and the quality ladder
/// speaks up when not even it gets through. While any audio is withheld, no video is sent. Going up needs a margin, going down
/// does not wait: what does not fit delays everything.
/// </summary>
internal static class Allocation
{
    // Estimates sway by some percent, and each switch costs a key frame.
    private const double RaiseMargin = 0.15;

    /// <summary>Sets what each request gets.</summary>
    /// <param name="bitsPerSecond">What there is.</param>
    /// <param name="requests">In the order in which equals are served.</param>
    /// <returns>What there would have to be for the next raise: worth a probe. 0 when everybody has what they want.</returns>
    public static long Share(long bitsPerSecond, Span<LayerRequest> requests)
    {
        var purse = new Purse { Total = bitsPerSecond, Left = bitsPerSecond };
        foreach (ref var request in requests) request.Granted = LayerRequest.Paused;

        var isSoundWithheld = false;
        for (var priority = RequestPriority.SpeakerAudio; priority <= RequestPriority.Video; priority++)
        {
            foreach (ref var request in requests)
            {
                if (request.Priority != priority || (isSoundWithheld && !request.IsSound))
                    continue;
                if (!purse.TryRaise(ref request) && request.IsSound && request.Above(LayerRequest.Paused) != LayerRequest.Paused)
                    isSoundWithheld = true;
            }
        }
        for (var priority = RequestPriority.SpeakerAudio; priority <= RequestPriority.Video; priority++)
        {
            for (var isRaised = true; isRaised;)
            {
                isRaised = false;
                foreach (ref var request in requests)
                    if (request.Priority == priority && request.Granted != LayerRequest.Paused)
                        isRaised |= purse.TryRaise(ref request);
            }
        }
        return purse.Refused;
    }

    private struct Purse
    {
        public long Total;
        public long Left;
        public long Refused;

        public bool TryRaise(ref LayerRequest request)
        {
            var layer = request.Above(request.Granted);
            if (layer == LayerRequest.Paused) return false;
            var cost = request.Rate(layer) - request.Rate(request.Granted);
            var margin = layer > request.Current ? (long)(RaiseMargin * request.Rate(layer)) : 0;
            var mustFlow = request.Priority == RequestPriority.SpeakerAudio && request.Granted == LayerRequest.Paused;
            if (cost + margin > Left && !mustFlow)
            {
                // The first that is refused stands highest.
                if (Refused == 0) Refused = Total - Left + cost + margin;
                return false;
            }
            request.Granted = layer;
            Left -= cost;
            return true;
        }
    }
}
