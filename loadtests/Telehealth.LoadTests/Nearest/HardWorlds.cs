using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.LoadTests.Nearest;

/// <summary>Where an index of places goes wrong if it does: each a fleet and questions to it.</summary>
internal static class HardWorlds
{
    private static readonly (string Name, int Units, Func<Random, GeoPoint> Somewhere)[] All =
    [
        ("poles",
            1_000,
            random =>
                GeoPoint.Of((random.Next(2) * 2 - 1) * (90 - (random.Next(4) == 0 ? 0 : random.NextDouble() * 0.3)), Longitude(random))),
        ("180°",
            1_000,
            random =>
                GeoPoint.Of(
                    -17 + random.NextDouble() * 0.3,
                    (random.Next(2) * 2 - 1) * (180 - (random.Next(8) == 0 ? 0 : random.NextDouble() * 0.2)))),
        ("one place", 300, _ => GeoPoint.Of(48.4, 9.6)),
        ("few places", 1_000, random => GeoPoint.Of(48.4 + random.Next(4) * 0.005, 9.6 + random.Next(4) * 0.01)),
        ("antipodes", 1_000, random => random.Next(2) == 0
            ? GeoPoint.Of(48.4 + random.NextDouble() * 0.01, 9.6)
            : GeoPoint.Of(-48.4 - random.NextDouble() * 0.01, -170.4)),
        ("one cell", 2_000, random => GeoPoint.Of(48.4 + random.NextDouble() * 0.0003, 9.6 + random.NextDouble() * 0.0003)),
        ("few units", 4, random => GeoPoint.Of(random.NextDouble() * 170 - 85, Longitude(random))),
        ("borders of cells", 1_000, OnTheBorderOfCells),
        ("whole Earth", 2_000, random => GeoPoint.Of(Math.Asin(random.NextDouble() * 2 - 1) * 180 / Math.PI, Longitude(random))),
        ("hardly anybody suits", 2_000, random => GeoPoint.Of(48 + random.NextDouble(), 9 + random.NextDouble())),
    ];

    public static int WrongOf(int queries, int seed)
    {
        var wrong = 0;
        foreach (var (name, units, somewhere) in All)
        {
            var random = new Random(seed);
            var fleet = new Fleet(units, random, () => somewhere(random));
            for (var query = 0; query < queries / All.Length; query++)
            {
                fleet.ChangeSomething();
                var needed =
                    name == "hardly anybody suits"
                        ? (Skills)(random.Next(2) == 0 ? 0xFF : 0x1FF)
                        : (Skills)(random.Next(8) & random.Next(8));
                if (fleet.IsRight(somewhere(random), random.Next(1, 13), needed))
                    continue;
                wrong++;
                Measuring.Figures.Say($"wrong: {name}, seed {seed}, query {query}");
            }
        }

        return wrong;
    }

    private static double Longitude(Random random) => random.NextDouble() * 360 - 180;

    /// <summary>Where the sphere meets planes that halve space again and again, and a hair beside them.</summary>
    private static GeoPoint OnTheBorderOfCells(Random random)
    {
        var plane = random.Next(-64, 65) / 4_096.0;
        var hair = random.Next(-1, 2) * 1e-13;
        return random.Next(3) switch
        {
            0 => GeoPoint.Of(Math.Asin(plane) * 180 / Math.PI + hair, 1 + random.Next(8) * 0.01),
            1 => GeoPoint.Of(1e-12, Math.Asin(plane) * 180 / Math.PI + hair),
            _ => GeoPoint.Of(1e-12, Math.Acos(plane) * 180 / Math.PI + hair),
        };
    }
}
