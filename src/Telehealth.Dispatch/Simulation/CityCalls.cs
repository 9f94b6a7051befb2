using Telehealth.Dispatch.Cities;
using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Simulation;

/// <summary>Where in a city help is needed: places, each for the streets around it, as likely as those streets are long.</summary>
/// <param name="Places">One for each patch of the city that people live in.</param>
/// <param name="Weights">How often each is the one, in relation to the others.</param>
public sealed record CityDemand(IReadOnlyList<GeoPoint> Places, IReadOnlyList<double> Weights)
{
    /// <summary>Patches so small that the drive to any address in one is nearly the drive to its place.</summary>
    private const double PatchMetres = 500;

    /// <summary>Metres of street stand for people: nobody has counted those of an invented city.</summary>
    public static CityDemand Of(City city)
    {
        var plane = new LocalPlane(city.Centre);
        var patches = new SortedDictionary<(int East, int North), List<(int Node, double Metres)>>();
        foreach (var road in city.Roads.Where(road => road.Class >= RoadClass.Secondary))
        {
            foreach (var (from, to) in road.Nodes.Zip(road.Nodes.Skip(1)))
            {
                var (east, north) = plane.To(city.Graph.Place(from));
                var patch = ((int)Math.Floor(east / PatchMetres), (int)Math.Floor(north / PatchMetres));
                if (!patches.TryGetValue(patch, out var streets))
                    patches.Add(patch, streets = []);
                streets.Add((from, city.Graph.Place(from).DistanceTo(city.Graph.Place(to)).Metres));
            }
        }

        return new CityDemand(
            [.. patches.Values.Select(streets => Middle(city.Graph, streets))],
            [.. patches.Values.Select(streets => streets.Sum(street => street.Metres))]);
    }

    /// <summary>The corner that is nearest to the patch's mean.</summary>
    private static GeoPoint Middle(RoadGraph graph, List<(int Node, double Metres)> streets)
    {
        var mean = GeoPoint.Of(
            streets.Average(street => graph.Place(street.Node).Latitude), streets.Average(street => graph.Place(street.Node).Longitude));
        return streets.Select(street => graph.Place(street.Node)).MinBy(place => place.DistanceTo(mean).Metres);
    }
}

/// <summary>
/// Calls from a city: by chance alone in time and place, with priorities and times at work that are chosen defaults in the range that
/// ambulance services report. The same seed gives the same calls, whoever is sent to them.
/// </summary>
public sealed class CityCalls : ICallSource
{
    private static readonly double[] Priorities = PoissonCalls.RunningSums([0.15, 0.40, 0.30, 0.15]);
    private static readonly double[] Transported = [0.80, 0.70, 0.55, 0.35];

    private readonly CityDemand _demand;
    private readonly IReadOnlyList<CityPlace> _hospitals;
    private readonly double[] _cumulative;
    private readonly double[] _day;
    private readonly double _peakPerHour;
    private readonly Chance _arrivals;
    private readonly Chance _traits;
    private TimeSpan _at;
    private int _number;

    /// <summary>A day's calls, and the next day's.</summary>
    public CityCalls(CityDemand demand, IReadOnlyList<CityPlace> hospitals, CityLoad load, int seed)
    {
        (_demand, _hospitals) = (demand, hospitals);
        _cumulative = PoissonCalls.RunningSums(demand.Weights);
        _day = [.. load.Day.Select(hour => hour / load.Day.Max())];
        _peakPerHour = load.CallsPerHour * load.Day.Max() / load.Day.Average();
        _arrivals = new Chance(seed, 1);
        _traits = new Chance(seed, 2);
    }

    /// <inheritdoc/>
    public CallScript Next()
    {
        // Calls at the peak's rate, of which the hour lets its share pass: exact for a rate that changes (Lewis and Shedler's thinning).
        do
        {
            _at += TimeSpan.FromHours(_arrivals.Exponential(1 / _peakPerHour));
        }
        while (_arrivals.Share() >= _day[_at.Hours]);

        var area = _traits.Pick(_cumulative);
        var rank = _traits.Pick(Priorities);
        var onScene = TimeSpan.FromMinutes(_traits.LogNormal(rank == 0 ? 24 : 18, 0.5));
        var isTransported = _traits.Share() < Transported[rank];
        var atHospital = TimeSpan.FromMinutes(_traits.LogNormal(18, 0.4));
        var place = _demand.Places[area];
        GeoPoint? hospital = isTransported ? _hospitals.MinBy(one => one.Place.DistanceTo(place).Metres)?.Place : null;
        var needed = rank == 0 ? Skills.Basic | Skills.Advanced : Skills.Basic;
        return new CallScript(_number++, _at, area, place, (Priority)(rank + 1), needed, onScene, hospital, atHospital);
    }
}
