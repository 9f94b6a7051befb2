namespace Telehealth.Dispatch.Cities;

/// <summary>
/// Which way streets run at each point of a city: a field of crosses without a front.
/// Streets follow one of two directions at right angles; the old town pulls them around itself, the river along its banks,
/// and each quarter has a grid of its own, so that the whole looks grown and not ruled.
/// </summary>
internal sealed class StreetField(MapPoint centre, MapPoint[] river, IReadOnlyList<Quarter> quarters)
{
    /// <summary>The direction of streets at a point: along the field, or across it.</summary>
    public MapPoint Direction(MapPoint at, bool across)
    {
        var outwards = at - centre;
        var around = Math.Atan2(outwards.North, outwards.East);
        var nearRiver = river.Nearest(at);

        // Directions without a sign add up by their doubled angle.
        var sum = Doubled(around, 2.4 * Fade(outwards.Length, 1_000) + 0.25);
        sum += Doubled(Math.Atan2(nearRiver.Direction.North, nearRiver.Direction.East), 1.8 * Fade(nearRiver.Distance, 420));
        foreach (var quarter in quarters)
            sum += Doubled(quarter.Radians, Fade(at.DistanceTo(quarter.Centre), quarter.Reach));
        var sway = 0.16 * Math.Sin(at.East / 610 + at.North / 1_450 + 0.4) + 0.14 * Math.Sin(at.North / 730 - at.East / 1_900 + 1.9);
        return MapPoint.Towards(Math.Atan2(sum.North, sum.East) / 2 + sway + (across ? Math.PI / 2 : 0));
    }

    private static MapPoint Doubled(double radians, double weight) => MapPoint.Towards(2 * radians) * weight;

    private static double Fade(double distance, double reach) => Math.Exp(-(distance * distance) / (reach * reach));
}

/// <summary>A part of a city that was laid out at one time, with its streets in one direction.</summary>
/// <param name="Centre">Its middle.</param>
/// <param name="Radians">The direction of its streets, counted from east, anticlockwise.</param>
/// <param name="Reach">How far its order is felt, in metres.</param>
internal sealed record Quarter(MapPoint Centre, double Radians, double Reach);
