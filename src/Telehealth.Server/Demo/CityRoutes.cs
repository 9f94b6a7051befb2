using Telehealth.Dispatch.Cities;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Geo;

namespace Telehealth.Server.Demo;

/// <summary>Ways through the demo city. Used by the living city's loop only.</summary>
internal sealed class CityRoutes(City city)
{
    private readonly ReverseTravelTimes _times = new(city.Graph);

    /// <summary>Where a post is; the city's middle for a post that it does not have.</summary>
    public GeoPoint Post(string name) => city.Posts.FirstOrDefault(post => post.Name == name)?.Place ?? city.Centre;

    /// <summary>By road; straight across country when no road leads there.</summary>
    public RoadRoute Between(GeoPoint from, GeoPoint to, DrivingMode mode)
    {
        _times.Begin(to, mode, RoadTravel.Bound);
        if (_times.RouteFrom(from) is { } route)
            return route;
        var straight = CrowFlyTravel.Between(from, to);
        return new RoadRoute([new(from, TimeSpan.Zero, Distance.FromMetres(0), ""), new(to, straight.Time, straight.Length, "")]);
    }

    /// <summary>To the hospital that is reached first.</summary>
    public RoadRoute ToHospital(GeoPoint from) =>
        city.Hospitals.Select(hospital => Between(from, hospital.Place, DrivingMode.LightsAndSirens)).MinBy(route => route.Time)
        ?? Between(from, city.Centre, DrivingMode.LightsAndSirens);
}
