using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Dispatch.Policies;

/// <summary>A suitable unit.</summary>
/// <param name="Id">Which.</param>
/// <param name="Travel">How long it drives from where it was last seen.</param>
/// <param name="FixAge">How long ago that was.</param>
/// <param name="Mobilisation">How long it needs before it drives.</param>
public sealed record RankedUnit(UnitId Id, Drive Travel, TimeSpan FixAge, TimeSpan Mobilisation = default)
{
    /// <summary>How far beyond its last fix it was reckoned to be; zero when it was taken from there.</summary>
    public Distance Ahead { get; init; }

    /// <summary>From now until it is there: what units are ranked by.</summary>
    public TimeSpan Arrival => Mobilisation + Travel.Time;
}
