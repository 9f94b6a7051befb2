using System.Xml.Linq;
using Telehealth.Dispatch.Simulation;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Tests.Simulation;

public sealed class PolicyReportTests
{
    private static readonly PolicyOutcome Slow = new("slow & steady", "high", [Run(400, 3), Run(420, 2), Run(440, 2)]);
    private static readonly PolicyOutcome Fast = new("eta", "high", [Run(300, 1), Run(321, 1), Run(339, 0)]);

    [Fact]
    public void A_replication_tells_mean_decile_and_late_calls_over_all_priorities()
    {
        var run = new Replication([[10, 30], [], [20, 40, 50], [60, 70, 80, 90]], [1, 0, 1, 0], Unreached: 1, 0.5, 0.1, 0);

        Assert.Equal((50, 90), (run.Mean, run.P90));
        Assert.Equal(30, run.LatePercent);
        Assert.Equal(50, run.LatePercentOf(Priority.LifeThreatening));
        Assert.Equal(double.NaN, run.MeanOf(Priority.Emergency));
    }

    [Fact]
    public void The_table_has_a_row_for_each_outcome_with_its_interval()
    {
        var lines = PolicyReport.Table([Fast, Slow]).TrimEnd('\n').Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.StartsWith("| high | `eta` | 320 ± 48 |", lines[2], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(lines[0].Count(c => c == '|'), line.Count(c => c == '|')));
    }

    [Fact]
    public void Differences_are_taken_seed_by_seed()
    {
        var lines = PolicyReport.Differences([Fast, Slow], "eta").TrimEnd('\n').Split('\n');

        // 100, 99 and 101 more: far closer than the replications are to one another.
        Assert.StartsWith("| high | `slow & steady` | +100 ± 2 |", Assert.Single(lines.Skip(2)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_is_well_formed_and_says_every_policy_and_figure()
    {
        var picture = XDocument.Parse(PolicyChart.Svg("Policies <compared>", [Fast, Slow, Fast with { Load = "low" }]));

        var texts = picture.Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value).ToList();
        Assert.Contains("slow & steady", texts);
        Assert.Contains("low: Mean response, seconds", texts);
        Assert.Equal(2, texts.Count(text => text == "320"));
        Assert.DoesNotContain(
            picture.Descendants().Attributes().Where(attribute => attribute.Name == "height"), height => height.Value.StartsWith('-'));
    }

    private static Replication Run(double seconds, int late) =>
        new(
            [
                [seconds],
                [seconds],
                [seconds],
                [seconds],
            ],
            [late, 0, 0, 0], 0, 0.6, 0.2,
            0);
}
