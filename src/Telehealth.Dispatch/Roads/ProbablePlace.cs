using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>Where a unit probably is.</summary>
/// <param name="Place">Where.</param>
/// <param name="Ahead">How far beyond its last fix along the road; zero when the fix itself is given.</param>
/// <param name="IsPredicted">Reckoned, not measured: whoever shows it says so.</param>
public readonly record struct ProbablePlace(GeoPoint Place, Distance Ahead, bool IsPredicted)
{
    /// <summary>Whither it drives, or drove before it stood, in degrees clockwise from north; null when that is not known.</summary>
    public double? Heading { get; init; }

    /// <summary>The place with the heading, from which a search of the roads begins.</summary>
    public HeadedPlace Headed => new(Place, Heading);
}
