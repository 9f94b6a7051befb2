using System.Globalization;
using System.Text;
using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.LoadTests.Roads;

/// <summary>
/// A town of 230 by 230 crossings about 110 m apart, none of them quite straight: a main road every tenth street, a fast one every
/// sixtieth, one in ten pieces missing, one in seven one-way, every street with a speed of its own. As the tables that the server reads.
/// </summary>
internal static class Town
{
    public const int Side = 230;
    private const double Spacing = 0.001;
    private const double South = 48;
    private const double West = 9;

    public static (string Nodes, string Roads) Write(Random random)
    {
        var (nodes, roads) = (new StringBuilder(RoadGraphCsv.NodesHeader + "\n"), new StringBuilder(RoadGraphCsv.RoadsHeader + "\n"));
        for (var row = 0; row < Side; row++)
        {
            for (var column = 0; column < Side; column++)
            {
                var (north, east) = (row + random.NextDouble() * 0.6, (column + random.NextDouble() * 0.6) * 1.5);
                nodes.Append(CultureInfo.InvariantCulture, $"{row}-{column},{South + north * Spacing:F7},{West + east * Spacing:F7}\n");
                if (column > 0)
                    AddRoad(roads, random, $"{row}-{column - 1},{row}-{column}", row);
                if (row > 0)
                    AddRoad(roads, random, $"{row - 1}-{column},{row}-{column}", column);
            }
        }

        return (nodes.ToString(), roads.ToString());
    }

    public static GeoPoint Somewhere(Random random) =>
        GeoPoint.Of(South + random.NextDouble() * Side * Spacing, West + random.NextDouble() * Side * Spacing * 1.5);

    private static void AddRoad(StringBuilder roads, Random random, string ends, int line)
    {
        if (random.Next(10) == 0)
            return;
        var kind =
            line % 60 == 30 ? RoadClass.Motorway
            : line % 10 == 0 ? RoadClass.Primary
            : line % 5 == 0 ? RoadClass.Secondary
            : RoadClass.Residential;
        var (usual, own) = (RoadSpeeds.Of(kind), 0.7 + random.NextDouble() * 0.6);
        var oneWay = kind == RoadClass.Residential && random.Next(7) == 0 ? "yes" : "no";
        roads.Append(
            CultureInfo.InvariantCulture,
            $"{ends},{kind.ToString().ToLowerInvariant()},{oneWay},{usual.Regular * own:F1},{usual.LightsAndSirens * own:F1},\n");
    }
}
