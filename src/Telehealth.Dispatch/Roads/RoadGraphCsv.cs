using System.Globalization;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>
/// Reads a road graph from two tables, and a third of forbidden turns where there is one, in comma-separated text, with a header row;
/// columns in this order; no commas inside a value; empty lines are skipped. <code> nodes:  id,latitude,longitude roads:
/// from,to,class,one_way,kmh,urgent_kmh,name turns:  nodes,urgent_may </code> <c>id</c> is any text; <c>class</c> is motorway, primary,
/// secondary or residential; <c>one_way</c> is yes or no (from → to); the speeds (0.1 to 250 km/h; a ferry is slow) may be empty for the
/// class's usual ones; <c>name</c> may be empty. A turn is the ids of the nodes of a way that may not be driven as a whole, with blanks
/// between; <c>urgent_may</c> (yes or no) tells whether lights and sirens open it.
/// </summary>
public static class RoadGraphCsv
{
    /// <summary>The first row of the table of nodes.</summary>
    public const string NodesHeader = "id,latitude,longitude";

    /// <summary>The first row of the table of roads.</summary>
    public const string RoadsHeader = "from,to,class,one_way,kmh,urgent_kmh,name";

    /// <summary>The first row of the table of forbidden turns.</summary>
    public const string TurnsHeader = "nodes,urgent_may";

    /// <summary>How many problems are told one by one; a broken export would otherwise tell a million.</summary>
    public const int ToldProblems = 100;

    /// <summary>A ferry with its time at the quay is slow.</summary>
    internal const double SlowestKmh = 0.1;
    internal const double FastestKmh = 250;
    private const double PolarLatitude = 85;

    /// <summary>Reads the tables. Never throws for what is in them.</summary>
    /// <param name="nodes">The table of nodes.</param>
    /// <param name="roads">The table of roads.</param>
    /// <param name="turns">The table of forbidden turns; null where there is none.</param>
    public static RoadFiles Read(string nodes, string roads, string? turns = null)
    {
        var reading = new Reading();
        foreach (var (row, cells) in reading.Rows("nodes", nodes, NodesHeader))
            reading.Keep("nodes", row, reading.AddNode(cells));
        foreach (var (row, cells) in reading.Rows("roads", roads, RoadsHeader))
            reading.Keep("roads", row, reading.AddRoad(cells));
        foreach (var (row, cells) in turns is null ? [] : reading.Rows("turns", turns, TurnsHeader))
            reading.Keep("turns", row, reading.AddTurn(cells));
        return new RoadFiles(reading.Streets > 0 ? reading.Builder.Build() : null, reading.Problems, reading.ProblemCount);
    }

    private sealed class Reading
    {
        private readonly Dictionary<string, (int Number, GeoPoint Place)> _nodes = new(StringComparer.Ordinal);
        private readonly HashSet<(int From, int To)> _roads = [];

        public RoadGraphBuilder Builder { get; } = new();

        public List<RoadFileProblem> Problems { get; } = [];

        public int ProblemCount { get; private set; }

        public int Streets { get; private set; }

        public void Keep(string file, int row, string? problem)
        {
            if (problem is null)
                return;
            ProblemCount++;
            if (Problems.Count < ToldProblems)
                Problems.Add(new RoadFileProblem(file, row, problem));
        }

        public IEnumerable<(int Row, string[] Cells)> Rows(string file, string text, string header)
        {
            var columns = header.Split(',').Length;
            var row = 0;
            foreach (var line in text.Split('\n'))
            {
                row++;
                var trimmed = line.Trim().TrimStart('\uFEFF');
                if (row == 1 && trimmed != header)
                    Keep(file, row, $"The header must be “{header}”; the columns are read in that order.");
                if (row == 1 || trimmed.Length == 0)
                    continue;
                var cells = Array.ConvertAll(trimmed.Split(','), cell => cell.Trim());
                if (cells.Length == columns)
                    yield return (row, cells);
                else
                    Keep(file, row, $"{columns} columns were expected and {cells.Length} found.");
            }
        }

        public string? AddNode(string[] cells)
        {
            if (cells[0].Length == 0)
                return "The id is empty.";
            if (_nodes.ContainsKey(cells[0]))
                return $"The id {cells[0]} was given before.";
            if (!TryNumber(cells[1], out var latitude) || !TryNumber(cells[2], out var longitude)
                || !GeoPoint.TryCreate(latitude, longitude, out var place))
                return $"{cells[1]}, {cells[2]} is not a place in degrees.";
            if (Math.Abs(latitude) > PolarLatitude)
                return $"Roads are read up to {PolarLatitude}° of latitude.";
            _nodes.Add(cells[0], (Builder.AddNode(place), place));
            return null;
        }

        public string? AddRoad(string[] cells)
        {
            if (!_nodes.TryGetValue(cells[0], out var from))
                return $"There is no node {cells[0]}.";
            if (!_nodes.TryGetValue(cells[1], out var to))
                return $"There is no node {cells[1]}.";
            if (from.Number == to.Number)
                return $"The road leads from {cells[0]} to itself.";
            if (!Enum.TryParse<RoadClass>(cells[2], ignoreCase: true, out var kind) || !Enum.IsDefined(kind) || char.IsDigit(cells[2][0]))
                return $"“{cells[2]}” is not a class: motorway, primary, secondary or residential.";
            if (cells[3] is not ("yes" or "no"))
                return $"one_way is yes or no, not “{cells[3]}”.";
            var usual = RoadSpeeds.Of(kind);
            if (!TrySpeed(cells[4], usual.Regular, out var regular)
                || !TrySpeed(cells[5], Math.Max(regular, usual.LightsAndSirens), out var urgent))
                return $"A speed is empty or from {SlowestKmh} to {FastestKmh} km/h, not “{cells[4]}” and “{cells[5]}”.";
            Builder.AddStreet(from.Number, to.Number, kind, new RoadSpeeds(regular, urgent), cells[6], cells[3] == "yes");
            _roads.Add((from.Number, to.Number));
            if (cells[3] == "no")
                _roads.Add((to.Number, from.Number));
            Streets++;
            return null;
        }

        public string? AddTurn(string[] cells)
        {
            var ids = cells[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (ids.Length is < ForbiddenTurn.FewestNodes or > ForbiddenTurn.MostNodes)
                return $"A turn has {ForbiddenTurn.FewestNodes} to {ForbiddenTurn.MostNodes} nodes, not {ids.Length}.";
            if (ids.FirstOrDefault(id => !_nodes.ContainsKey(id)) is { } unknown)
                return $"There is no node {unknown}.";
            if (ids.Zip(ids.Skip(1)).FirstOrDefault(pair => !_roads.Contains((_nodes[pair.First].Number, _nodes[pair.Second].Number))) is
                { First: not null } missing)
                return $"No road leads from {missing.First} to {missing.Second}.";
            if (cells[1] is not ("yes" or "no"))
                return $"urgent_may is yes or no, not “{cells[1]}”.";
            Builder.ForbidTurn(Array.ConvertAll(ids, id => _nodes[id].Number), cells[1] == "yes");
            return null;
        }

        private static bool TrySpeed(string cell, double usual, out double kmh)
        {
            kmh = usual;
            return cell.Length == 0 || (TryNumber(cell, out kmh) && kmh is >= SlowestKmh and <= FastestKmh);
        }

        private static bool TryNumber(string cell, out double number) =>
            double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }
}
