using System.Runtime.CompilerServices;

namespace Telehealth.Media.Congestion;

/// <summary>Bits a second of a track's layers, the lowest first: three sizes of three frame rates each at most.</summary>
[InlineArray(Count)]
internal struct LayerRates
{
    public const int Count = 9;

    private long _first;
}
