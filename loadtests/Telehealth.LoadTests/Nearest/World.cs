using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.LoadTests.Nearest;

/// <summary>A country of 8° by 9° with 60 cities, in which 7 of 10 units and emergencies are; the rest is spread evenly.</summary>
internal sealed class World
{
    public const int Skills = 8;
    public const double SkillShare = 0.4;
    public const double AvailableShare = 0.6;
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private const int Cities = 60;
    private const double EvenlySpread = 0.3;
    private const double South = 47;
    private const double West = 6;
    private const double HighDegrees = 8;
    private const double WideDegrees = 9;

    /// <summary>About 6 km: most of a city's units are within 10 km of its middle.</summary>
    private const double CityDegrees = 0.054;

    private readonly Random _random;
    private readonly (double Latitude, double Longitude)[] _cities = new (double, double)[Cities];

    public World(Random random)
    {
        _random = random;
        for (var city = 0; city < Cities; city++)
            _cities[city] = (South + random.NextDouble() * HighDegrees, West + random.NextDouble() * WideDegrees);
    }

    public GeoPoint Somewhere()
    {
        if (_random.NextDouble() < EvenlySpread)
            return GeoPoint.Of(South + _random.NextDouble() * HighDegrees, West + _random.NextDouble() * WideDegrees);
        var (latitude, longitude) = _cities[_random.Next(Cities)];
        return GeoPoint.Of(latitude + Bell() * CityDegrees, longitude + Bell() * CityDegrees / Math.Cos(latitude * Math.PI / 180));
    }

    /// <summary>Five seconds of driving through a town from here, in any direction.</summary>
    public GeoPoint Onward(GeoPoint place)
    {
        const double degrees = 60 / 111_195.0;
        var (sin, cos) = Math.SinCos(_random.NextDouble() * Math.Tau);
        return GeoPoint.Of(place.Latitude + cos * degrees, place.Longitude + sin * degrees / Math.Cos(place.Latitude * Math.PI / 180));
    }

    public Skills OneSkill() => (Skills)(1 << _random.Next(Skills));

    private double Bell() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(Math.Tau * _random.NextDouble());
}
