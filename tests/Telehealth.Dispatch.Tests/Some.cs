using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Dispatch.Tests;

/// <summary>Values that tests need often.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static readonly GeoPoint Town = GeoPoint.Of(48.4, 9.6);

    public static UnitId Unit(int number) => new(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]));

    /// <summary>A place some metres east and north of the town.</summary>
    public static GeoPoint Place(double east, double north) =>
        GeoPoint.Of(Town.Latitude + north / 111_195, Town.Longitude + east / (111_195 * Math.Cos(double.DegreesToRadians(Town.Latitude))));
}
