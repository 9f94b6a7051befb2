using Telehealth.Dispatch.Roads;

namespace Telehealth.Dispatch.Tests.Roads;

public sealed class RoadGraphCsvTests
{
    private const string Nodes = RoadGraphCsv.NodesHeader + "\na,48.40,9.60\nb,48.41,9.60\nc,48.41,9.61\n";

    [Fact]
    public void Right_rows_become_a_graph()
    {
        var files = RoadGraphCsv.Read(
            Nodes, RoadGraphCsv.RoadsHeader + "\r\na,b,primary,no,,,Mill Street\r\nb,c,residential,yes,20,30,\r\n");

        Assert.Empty(files.Problems);
        Assert.Equal((3, 3), (files.Graph!.NodeCount, files.Graph.ArcCount));
        Assert.Contains("Mill Street", files.Graph.RoadNames);
    }

    [Theory]
    [InlineData("a,x,primary,no,,,", "There is no node x.")]
    [InlineData("a,a,primary,no,,,", "itself")]
    [InlineData("a,b,alley,no,,,", "“alley” is not a class")]
    [InlineData("a,b,2,no,,,", "“2” is not a class")]
    [InlineData("a,b,,no,,,", "“” is not a class")]
    [InlineData("a,b,primary,maybe,,,", "one_way is yes or no")]
    [InlineData("a,b,primary,no,-5,,", "A speed is empty or from 0.1 to 250")]
    [InlineData("a,b,primary,no,50,9999,", "A speed is empty or from 0.1 to 250")]
    [InlineData("a,b,primary,no,NaN,,", "A speed is empty or from 0.1 to 250")]
    [InlineData("a,b,primary", "7 columns were expected and 3 found.")]
    public void A_wrong_road_is_left_out_and_its_row_named(string row, string text)
    {
        var files = RoadGraphCsv.Read(Nodes, $"{RoadGraphCsv.RoadsHeader}\na,b,primary,no,,,\n{row}\n");

        var problem = Assert.Single(files.Problems);
        Assert.Equal(("roads", 3), (problem.File, problem.Row));
        Assert.Contains(text, problem.Text, StringComparison.Ordinal);
        Assert.Equal(2, files.Graph!.ArcCount);
    }

    [Theory]
    [InlineData("d,91,9", "not a place")]
    [InlineData("d,0,0", "not a place")]
    [InlineData("d,north,9", "not a place")]
    [InlineData("d,89,9", "85°")]
    [InlineData("a,48,9", "given before")]
    [InlineData(",48,9", "empty")]
    public void A_wrong_node_is_left_out_and_its_row_named(string row, string text)
    {
        var files = RoadGraphCsv.Read(Nodes + row, RoadGraphCsv.RoadsHeader + "\na,b,primary,no,,,\n");

        var problem = Assert.Single(files.Problems);
        Assert.Equal(("nodes", 5), (problem.File, problem.Row));
        Assert.Contains(text, problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_files_give_no_graph_and_say_that_the_header_is_missing()
    {
        var files = RoadGraphCsv.Read("", "");

        Assert.Null(files.Graph);
        Assert.Equal(2, files.ProblemCount);
    }

    [Fact]
    public void A_broken_export_is_told_a_hundred_times_and_counted_to_the_end()
    {
        var files = RoadGraphCsv.Read(
            Nodes, RoadGraphCsv.RoadsHeader + "\n" + string.Concat(Enumerable.Repeat("x,y,primary,no,,,\n", 5_000)));

        Assert.Equal((RoadGraphCsv.ToldProblems, 5_000), (files.Problems.Count, files.ProblemCount));
    }
}
