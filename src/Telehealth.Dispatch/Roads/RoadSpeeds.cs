namespace Telehealth.Dispatch.Roads;

/// <summary>Kilometres an hour on a road.</summary>
/// <param name="Regular">With the traffic.</param>
/// <param name="LightsAndSirens">With lights and sirens.</param>
public readonly record struct RoadSpeeds(double Regular, double LightsAndSirens)
{
    /// <summary>
    /// Speeds over a whole street with its crossings, for roads that do not say: chosen defaults, with more to win by lights and sirens
    /// in towns than on fast roads. A service that knows its own speeds gives them with its roads.
    /// </summary>
    public static RoadSpeeds Of(RoadClass kind) => kind switch
    {
        RoadClass.Motorway => new RoadSpeeds(100, 120),
        RoadClass.Primary => new RoadSpeeds(48, 66),
        RoadClass.Secondary => new RoadSpeeds(38, 52),
        RoadClass.Residential => new RoadSpeeds(25, 34),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a road class."),
    };
}
