using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Units;

/// <summary>Directions on the globe, in degrees clockwise from north.</summary>
public static class Bearings
{
    /// <summary>The direction in which the great circle to another place leaves this one: 0 up to 360. Zero for the same place.</summary>
    public static double BearingTo(this GeoPoint from, GeoPoint to)
    {
        var (sinFrom, cosFrom) = Math.SinCos(double.DegreesToRadians(from.Latitude));
        var (sinTo, cosTo) = Math.SinCos(double.DegreesToRadians(to.Latitude));
        var (sinTurn, cosTurn) = Math.SinCos(double.DegreesToRadians(to.Longitude - from.Longitude));
        var bearing = double.RadiansToDegrees(Math.Atan2(sinTurn * cosTo, cosFrom * sinTo - sinFrom * cosTo * cosTurn));
        return (bearing + 360) % 360;
    }

    /// <summary>The smaller angle between two directions: 0 to 180.</summary>
    public static double Between(double first, double second)
    {
        var apart = Math.Abs(first - second) % 360;
        return apart > 180 ? 360 - apart : apart;
    }
}
