namespace Telehealth.Dispatch.Cities;

/// <summary>Metres east and north of a city's centre; also a direction.</summary>
internal readonly record struct MapPoint(double East, double North)
{
    public double Length => Math.Sqrt(East * East + North * North);

    public static MapPoint operator +(MapPoint a, MapPoint b) => new(a.East + b.East, a.North + b.North);

    public static MapPoint operator -(MapPoint a, MapPoint b) => new(a.East - b.East, a.North - b.North);

    public static MapPoint operator *(MapPoint a, double factor) => new(a.East * factor, a.North * factor);

    public static double Dot(MapPoint a, MapPoint b) => a.East * b.East + a.North * b.North;

    public static double Cross(MapPoint a, MapPoint b) => a.East * b.North - a.North * b.East;

    /// <summary>A direction counted from east, anticlockwise, as mathematics does.</summary>
    public static MapPoint Towards(double radians) => new(Math.Cos(radians), Math.Sin(radians));

    public double DistanceTo(MapPoint other) => (this - other).Length;

    public MapPoint Normal() => Length > 0 ? this * (1 / Length) : new MapPoint(1, 0);

    /// <summary>A quarter turn to the left.</summary>
    public MapPoint Left() => new(-North, East);

    /// <summary>The nearest point on the straight line between two points.</summary>
    public MapPoint NearestOn(MapPoint from, MapPoint to)
    {
        var along = to - from;
        var lengthSquared = Dot(along, along);
        return lengthSquared == 0 ? from : from + along * Math.Clamp(Dot(this - from, along) / lengthSquared, 0, 1);
    }
}
