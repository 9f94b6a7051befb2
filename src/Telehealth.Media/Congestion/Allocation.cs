namespace Telehealth.Media.Congestion;

/// <summary>
/// Shares a peer's bandwidth over the tracks that it receives. First each gets its lowest layer by priority, then each is raised by
/// priority, equals in turn. The speaker's sound always flows: there is nothing smaller to send in its place, and the quality ladder
/// speaks up when not even it gets through. While any sound is withheld, no picture is sent. Going up needs a margin, going down
/// does not wait: what does not fit delays everything.
/// </summary>
internal static class Allocation
{
    // Estimates sway by some percent, and each switch costs a key frame.
    private const double RaiseMargin = 0.15;

    /// <summary>Sets what each claim gets.</summary>
    /// <param name="bitsPerSecond">What there is.</param>
    /// <param name="claims">In the order in which equals are served.</param>
    /// <returns>What there would have to be for the next raise: worth a probe. 0 when everybody has what they want.</returns>
    public static long Share(long bitsPerSecond, Span<Claim> claims)
    {
        var purse = new Purse { Total = bitsPerSecond, Left = bitsPerSecond };
        foreach (ref var claim in claims) claim.Granted = Claim.Paused;

        var isSoundWithheld = false;
        for (var priority = ClaimPriority.SpeakerSound; priority <= ClaimPriority.Picture; priority++)
        {
            foreach (ref var claim in claims)
            {
                if (claim.Priority != priority || (isSoundWithheld && !claim.IsSound)) continue;
                if (!purse.TryRaise(ref claim) && claim.IsSound && claim.Above(Claim.Paused) != Claim.Paused) isSoundWithheld = true;
            }
        }
        for (var priority = ClaimPriority.SpeakerSound; priority <= ClaimPriority.Picture; priority++)
        {
            for (var isRaised = true; isRaised;)
            {
                isRaised = false;
                foreach (ref var claim in claims)
                    if (claim.Priority == priority && claim.Granted != Claim.Paused)
                        isRaised |= purse.TryRaise(ref claim);
            }
        }
        return purse.Refused;
    }

    private struct Purse
    {
        public long Total;
        public long Left;
        public long Refused;

        public bool TryRaise(ref Claim claim)
        {
            var layer = claim.Above(claim.Granted);
            if (layer == Claim.Paused) return false;
            var cost = claim.Rate(layer) - claim.Rate(claim.Granted);
            var margin = layer > claim.Current ? (long)(RaiseMargin * claim.Rate(layer)) : 0;
            var mustFlow = claim.Priority == ClaimPriority.SpeakerSound && claim.Granted == Claim.Paused;
            if (cost + margin > Left && !mustFlow)
            {
                // The first that is refused stands highest.
                if (Refused == 0) Refused = Total - Left + cost + margin;
                return false;
            }
            claim.Granted = layer;
            Left -= cost;
            return true;
        }
    }
}
