using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Policies;

/// <summary>
/// How long a crew needs from being called to driving. The defaults are chosen: a minute at the station is what NFPA 1710 allows for
/// turnout, and a service that measures its own puts them here.
/// </summary>
/// <param name="AtStation">Out of the vehicle.</param>
/// <param name="Returning">On the way back: to turn round and read the job.</param>
/// <param name="OnRadio">Ready to drive.</param>
public sealed record Mobilisation(TimeSpan AtStation, TimeSpan Returning, TimeSpan OnRadio)
{
    /// <summary>60, 20 and 0 seconds.</summary>
    public static Mobilisation Usual { get; } = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(20), TimeSpan.Zero);

    /// <summary>A vehicle that stands so near to its station has its crew inside the building.</summary>
    private static readonly Distance AtTheDoor = Distance.FromMetres(100);

    /// <summary>
    /// Where the crew of a free unit is, by what its device says: one that drives has to turn round, one that stands at a station has to be
    /// manned, and any other one waits in its vehicle.
    /// </summary>
    public static CrewWhereabouts Whereabouts(in Fix fix, IReadOnlyList<GeoPoint> stations)
    {
        if (fix.SpeedMetresPerSecond >= RoadExtrapolation.Slowest.MetresPerSecond)
            return CrewWhereabouts.Returning;
        foreach (var station in stations)
        {
            if (station.DistanceTo(fix.Place).Metres <= AtTheDoor.Metres)
                return CrewWhereabouts.AtStation;
        }

        return CrewWhereabouts.OnRadio;
    }

    /// <summary>For a crew.</summary>
    public TimeSpan Of(CrewWhereabouts crew) => crew switch
    {
        CrewWhereabouts.OnRadio => OnRadio,
        CrewWhereabouts.Returning => Returning,
        CrewWhereabouts.AtStation => AtStation,
        _ => throw new ArgumentOutOfRangeException(nameof(crew), crew, "Not a whereabouts."),
    };
}
