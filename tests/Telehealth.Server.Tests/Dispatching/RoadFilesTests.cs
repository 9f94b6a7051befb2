using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Telehealth.Dispatch.Roads;
using Telehealth.Server.Rescue.Dispatching;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>The tables of roads that a server reads at its start.</summary>
public sealed class RoadFilesTests : IDisposable
{
    private const string Nodes = RoadGraphCsv.NodesHeader + "\n1,48.40,9.60\n2,48.41,9.60\n3,48.41,9.61\n";
    private const string Streets = RoadGraphCsv.RoadsHeader + "\n1,2,residential,no,,,\n2,3,residential,no,,,\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("roads-").FullName;

    [Fact]
    public void Tables_that_hold_a_header_only_stop_the_start_in_a_sentence_that_says_what_to_do()
    {
        var refused = Assert.Throws<InvalidDataException>(() => Load(RoadGraphCsv.NodesHeader, RoadGraphCsv.RoadsHeader, null));

        Assert.Contains("hold no usable road", refused.Message, StringComparison.Ordinal);
        Assert.Contains("unset Dispatching__RoadNodesFile", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forbidden_turns_come_with_the_roads_and_a_row_that_is_wrong_stops_nothing()
    {
        var roads = Load(Nodes, Streets, RoadGraphCsv.TurnsHeader + "\n1 2 3,yes\n1 3 2,yes\n");

        Assert.Equal((4, 1), (roads.Graph!.ArcCount, roads.Graph.ForbiddenTurnCount));
    }

    [Fact]
    public void Without_a_table_of_turns_every_turn_is_taken() => Assert.Equal(0, Load(Nodes, Streets, null).Graph!.ForbiddenTurnCount);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private AreaRoads Load(string nodes, string roads, string? turns)
    {
        var options = new DispatchOptions
        {
            RoadNodesFile = Written("nodes", nodes),
            RoadsFile = Written("roads", roads),
            TurnsFile = turns is null ? null : Written("turns", turns),
        };
        var services = new ServiceCollection()
            .AddSingleton(Options.Create(options))
            .AddSingleton<ILogger<AreaRoads>>(NullLogger<AreaRoads>.Instance);
        return Server.Rescue.Dispatching.Roads.Load(services.BuildServiceProvider());
    }

    private string Written(string name, string table)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, table);
        return path;
    }
}
