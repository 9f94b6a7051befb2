using System.Runtime.CompilerServices;

namespace Telehealth.Media.Congestion;

/// <summary>What comes first when not everything fits: a visit is a talk, then what is shown, then a face.</summary>
internal enum ClaimPriority : byte
{
    /// <summary>The voice of whoever speaks.</summary>
    SpeakerSound,

    /// <summary>Other sound.</summary>
    Sound,

    /// <summary>A shared screen: a finding that is shown must be legible.</summary>
    Screen,

    /// <summary>The picture of whoever speaks.</summary>
    SpeakerPicture,

    /// <summary>Other pictures.</summary>
    Picture,
}

/// <summary>Bits a second of a track's layers, the lowest first: three sizes of three frame rates each at most.</summary>
[InlineArray(Count)]
internal struct LayerRates
{
    public const int Count = 9;

    private long _first;
}

/// <summary>One track that a peer wants.</summary>
internal struct Claim
{
    public const int Paused = -1;

    public ClaimPriority Priority;

    /// <summary>What a layer takes, those below it that it needs included; 0 for one that does not arrive.</summary>
    public LayerRates Rates;

    /// <summary>The highest layer of use to the peer; <see cref="Paused"/> for none.</summary>
    public int Wanted;

    /// <summary>The layer that it has now, or <see cref="Paused"/>.</summary>
    public int Current;

    /// <summary>The layer that it is to get, or <see cref="Paused"/>.</summary>
    public int Granted;

    public readonly bool IsSound => Priority <= ClaimPriority.Sound;

    public readonly long Rate(int layer) => layer == Paused ? 0 : Rates[layer];

    /// <summary>The next layer above one that arrives and is wanted; <see cref="Paused"/> when there is none.</summary>
    public readonly int Above(int layer)
    {
        for (var next = layer + 1; next <= Wanted && next < LayerRates.Count; next++)
            if (Rates[next] > 0)
                return next;
        return Paused;
    }
}

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
