using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Cities;

/// <summary>
/// Aldermere, an invented city of about 12 by 9 km for demonstrations: an old town above a river,
/// a ring road, seven main roads out of it, a motorway around the south, quarters of different
/// ages, villages. It lies where no such city is. Built anew at each start, always the same.
/// </summary>
public static class Aldermere
{
    private const int Seed = 1187;
    private const double HalfWidth = 6_100;
    private const double HalfHeight = 4_600;
    private const double ClearOfMotorway = 130;

    private static readonly MapPoint OldTown = new(-100, 420);

    private static readonly MapPoint[] River = Drawn(
        new(-6_900, 1_500), new(-5_400, 1_750), new(-4_200, 1_050), new(-3_050, 300), new(-1_900, 520), new(-900, -120), new(150, -430),
        new(1_200, -120), new(2_300, -420), new(3_400, -1_150), new(4_600, -950), new(5_700, -1_450), new(6_900, -1_250));

    private static readonly MapPoint[] Motorway = Drawn(
        new(-6_200, -1_650), new(-4_700, -2_300), new(-2_700, -3_250), new(-600, -3_480), new(1_500, -3_150), new(3_300, -2_700),
        new(4_550, -1_700), new(5_050, -300), new(5_100, 1_300), new(5_600, 2_900), new(6_200, 3_700));

    private static readonly Quarter[] Quarters =
    [
        new(new(-2_100, 2_100), 0.35, 1_300), new(new(700, 2_400), -0.25, 1_250), new(new(2_700, 1_200), 0.62, 1_300),
        new(new(-3_000, -900), -0.5, 1_300), new(new(-900, -1_800), 0.15, 1_150), new(new(1_500, -1_700), -0.42, 1_250),
        new(new(3_400, -150), 0.1, 900), new(new(-4_900, 2_900), 0.8, 900), new(new(4_300, 3_300), -0.6, 900),
        new(new(-4_900, -3_500), 0.25, 900), new(new(3_900, -3_700), 0.5, 900), new(new(-400, 4_050), 0.1, 700),
    ];

    /// <summary>Villages: where, and how wide.</summary>
    private static readonly (MapPoint Centre, double Radius)[] Villages =
    [
        (new(-4_900, 3_150), 620), (new(4_250, 3_350), 640), (new(-4_950, -3_550), 560), (new(3_950, -3_750), 560),
        (new(-4_950, 150), 480), (new(5_500, 350), 330),
    ];

    /// <summary>Main roads out of the old town: name, direction in degrees anticlockwise from east, and how it bends on its way.</summary>
    private static readonly (string Name, double Degrees, double Bend)[] MainRoads =
    [
        ("Eastmarket Road", 8, -0.22), ("Harrowgate Road", 47, 0.16), ("Kingsholm Road", 92, -0.12), ("Alderhill Road", 139, 0.20),
        ("Weir Road", 181, -0.18), ("Millbridge Road", 238, 0.24), ("Ferry Road", 297, -0.20),
    ];

    /// <summary>The city.</summary>
    public static City Build()
    {
        var random = new Random(Seed);
        var names = new StreetNames(random);
        var field = new StreetField(OldTown, River, Quarters);
        var grower = new StreetGrower(field, IsBlocked, random);
        grower.Add(new DrawnRoad(RoadClass.Motorway, "A8 Southern Bypass", Motorway));
        foreach (var road in Ring().Concat(OldTownRing()).Concat(Radials()).Concat(OldBridges()))
            grower.Add(road);
        grower.Grow(new StreetPlan(RoadClass.Secondary, SecondarySpacing, 900, 5_200), Seeds(random, 400), names.Wide);
        grower.Grow(new StreetPlan(RoadClass.Residential, ResidentialSpacing, 190, 1_500), Seeds(random, 4_000), names.Narrow);
        return Settle(StreetNetwork.Of(grower.Roads));
    }

    private static City Settle(StreetNetwork network)
    {
        var centre = GeoPoint.Of(48.4, 9.6);
        var plane = new LocalPlane(centre);
        var builder = new RoadGraphBuilder();
        foreach (var node in network.Nodes)
            builder.AddNode(plane.From(node.East, node.North));
        foreach (var (kind, name, nodes) in network.Runs)
        {
            foreach (var (from, to) in nodes.Zip(nodes.Skip(1)))
                builder.AddStreet(from, to, kind, RoadSpeeds.Of(kind), name);
        }

        return new City(
            "Aldermere",
            centre,
            builder.Build(),
            [.. network.Runs.Select(run => new CityRoad(run.Name, run.Class, run.Nodes))],
            [new CityWater("River Alder", [.. Shore().Select(point => plane.From(point.East, point.North))])],
            [
                OnRoad("Aldermere General Hospital", -1_150, 1_450), OnRoad("St Brannoc’s Hospital", 1_050, -1_500),
                OnRoad("Eastfield Hospital", 2_600, 1_250),
            ],
            [
                OnRoad("Post Old Town", 150, 700), OnRoad("Post Weir", -2_900, 1_250), OnRoad("Post Kingsholm", 400, 2_750),
                OnRoad("Post Eastmarket", 3_000, 350), OnRoad("Post Millbridge", -1_700, -1_500), OnRoad("Post Ferry", 1_900, -2_150),
            ]);

        CityPlace OnRoad(string name, double east, double north)
        {
            var node = NearestNode(network, new(east, north));
            return new CityPlace(name, plane.From(node.East, node.North));
        }
    }

    /// <summary>Thinned, because every step of every street asks how far they are.</summary>
    private static MapPoint[] Drawn(params IReadOnlyList<MapPoint> points) => [.. Curves.Thin(Curves.Through(points), 2)];

    private static MapPoint NearestNode(StreetNetwork network, MapPoint wanted) => network.Nodes.MinBy(node => node.DistanceTo(wanted));

    private static IEnumerable<DrawnRoad> Ring()
    {
        string[] names = ["East Ring", "North Ring", "West Ring", "South Ring"];
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var line = Enumerable.Range(0, 31).Select(step => RingAt(Math.PI / 2 * (quarter - 0.5 + step / 30.0))).ToList();
            yield return new DrawnRoad(RoadClass.Primary, names[quarter], line);
        }
    }

    private static MapPoint RingAt(double radians) =>
        OldTown + MapPoint.Towards(radians) * (2_050 + 210 * Math.Sin(2 * radians + 0.9) + 120 * Math.Sin(3 * radians + 2.2));

    private static IEnumerable<DrawnRoad> OldTownRing()
    {
        var line = Enumerable.Range(0, 41).Select(step => WallAt(Math.Tau * step / 40)).ToList();
        yield return new DrawnRoad(RoadClass.Secondary, "Wallgate", line);
    }

    private static MapPoint WallAt(double radians) =>
        OldTown + MapPoint.Towards(radians) * (430 + 45 * Math.Sin(2 * radians) + 25 * Math.Sin(5 * radians + 1));

    private static IEnumerable<DrawnRoad> Radials()
    {
        foreach (var (name, degrees, bend) in MainRoads)
        {
            var line = new List<MapPoint>();
            var start = double.DegreesToRadians(degrees);
            for (var out_ = 0.0; ; out_ += 60)
            {
                var turn = start + bend * Math.Sin(out_ / 1_500) + 0.05 * Math.Sin(out_ / 420 + degrees);
                var point = out_ == 0 ? WallAt(start) : OldTown + MapPoint.Towards(turn) * (WallAt(start).DistanceTo(OldTown) + out_);
                if (Math.Abs(point.East) > HalfWidth || Math.Abs(point.North) > HalfHeight)
                    break;
                line.Add(point);
            }

            yield return new DrawnRoad(RoadClass.Primary, name, line);
        }
    }

    /// <summary>Bridges besides those of the main roads: without one a quarter would be cut off from the old town.</summary>
    private static IEnumerable<DrawnRoad> OldBridges()
    {
        yield return new DrawnRoad(
            RoadClass.Secondary, "Chain Bridge", Curves.Through(new(330, 130), new(420, -300), new(480, -900), new(700, -1_450)));
        yield return new DrawnRoad(
            RoadClass.Secondary, "Abbey Bridge",
            Curves.Through(new(-4_350, 2_150), new(-4_150, 1_000), new(-3_900, 150), new(-3_750, -700)));
        yield return new DrawnRoad(
            RoadClass.Secondary, "Lock Bridge", Curves.Through(new(3_500, 500), new(3_450, -500), new(3_500, -1_150), new(3_250, -1_950)));
    }

    private static double RiverWidth(MapPoint at) => 105 + 25 * Math.Sin(at.East / 900) + 12 * Math.Sin(at.East / 310 + 1);

    private static IEnumerable<MapPoint> Shore()
    {
        var sides = River.Select((point, at) =>
        {
            var along = (River[Math.Min(at + 1, River.Length - 1)] - River[Math.Max(at - 1, 0)]).Normal();
            return (Left: point + along.Left() * (RiverWidth(point) / 2), Right: point - along.Left() * (RiverWidth(point) / 2));
        }).ToList();
        return sides.Select(side => side.Left).Concat(sides.AsEnumerable().Reverse().Select(side => side.Right)).Append(sides[0].Left);
    }

    private static bool IsBlocked(MapPoint at) =>
        Math.Abs(at.East) > HalfWidth || Math.Abs(at.North) > HalfHeight || River.Nearest(at).Distance < RiverWidth(at) / 2 + 30;

    /// <summary>0 in open country to 1 in the old town: an egg-shaped city with a ragged edge, and villages.</summary>
    private static double Density(MapPoint at)
    {
        var off = at - OldTown;
        var angle = Math.Atan2(off.North, off.East);
        var edge = 3_550 + 330 * Math.Sin(3 * angle + 0.6) + 240 * Math.Sin(5 * angle + 2.1) + 160 * Math.Sin(9 * angle + 0.3);
        var density = 1 - double.Hypot(off.East / 1.12, off.North) / edge;
        foreach (var (centre, radius) in Villages)
            density = Math.Max(density, 0.25 * (1 - at.DistanceTo(centre) / radius));
        return density;
    }

    private static double? SecondarySpacing(MapPoint at)
    {
        var density = Density(at);
        return density > -0.02 && Motorway.Nearest(at).Distance > ClearOfMotorway ? 640 + 260 * (1 - density) : null;
    }

    /// <summary>Parks stay green, and nobody lives beside the motorway.</summary>
    private static double? ResidentialSpacing(MapPoint at)
    {
        var density = Density(at);
        if (density <= 0 || Motorway.Nearest(at).Distance < ClearOfMotorway || IsPark(at))
            return null;
        return density > 0.82 ? 105 : 150 + 75 * (1 - density);
    }

    private static bool IsPark(MapPoint at) =>
        double.Hypot((at.East + 1_450) / 420, (at.North - 2_350) / 300) < 1
        || double.Hypot((at.East - 2_000) / 330, (at.North + 900) / 240) < 1
        || double.Hypot((at.East - 1_350) / 260, (at.North - 1_000) / 330) < 1;

    private static IEnumerable<MapPoint> Seeds(Random random, int count)
    {
        yield return OldTown;
        for (var seed = 0; seed < count; seed++)
            yield return new MapPoint((random.NextDouble() * 2 - 1) * HalfWidth, (random.NextDouble() * 2 - 1) * HalfHeight);
    }
}
