namespace Telehealth.Media.Sending;

/// <summary>Why a slot sends nothing of its source.</summary>
internal enum HoldReason : byte
{
    None,

    /// <summary>The room's owner holds the track back.</summary>
    Muted,

    /// <summary>The peer does not have it on its screen, or listens to an interpreter instead.</summary>
    NotWatched,

    /// <summary>The link does not carry it.</summary>
    Bandwidth,
}

/// <summary>What a slot is to send of its source: a layer and of it the lower temporal layers, or nothing and why.</summary>
/// <param name="Layer">At most this one, 0 for the lowest.</param>
/// <param name="TemporalLayers">At most this one, 0 for the fewest frames.</param>
/// <param name="Reason">Why nothing is sent.</param>
internal readonly record struct LayerChoice(int Layer, int TemporalLayers, HoldReason Reason)
{
    public const int EveryTemporalLayer = 7;

    public static LayerChoice Highest => new(int.MaxValue, EveryTemporalLayer, HoldReason.None);

    public bool IsHeld => Reason != HoldReason.None;

    public static LayerChoice Held(HoldReason reason) => new(0, 0, reason);

    public static LayerChoice AtMost(int layer) => new(layer, EveryTemporalLayer, HoldReason.None);
}
