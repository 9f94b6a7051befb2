namespace Telehealth.Media.Congestion;

/// <summary>One track that a peer wants.</summary>
internal struct LayerRequest
{
    public const int Paused = -1;

    public RequestPriority Priority;

    /// <summary>What a layer takes, those below it that it needs included; 0 for one that does not arrive.</summary>
    public LayerRates Rates;

    /// <summary>The highest layer of use to the peer; <see cref="Paused"/> for none.</summary>
    public int Wanted;

    /// <summary>The layer that it has now, or <see cref="Paused"/>.</summary>
    public int Current;

    /// <summary>The layer that it is to get, or <see cref="Paused"/>.</summary>
    public int Granted;

    public readonly bool IsSound => Priority <= RequestPriority.Audio;

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
