using System.Globalization;
using System.Text;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Simulation;

/// <summary>What a study found, as a table in Markdown.</summary>
public static class PolicyReport
{
    /// <summary>All outcomes: response times, late calls by priority, and what the units did. Means ± half of the 95 % interval.</summary>
    public static string Table(IReadOnlyList<PolicyOutcome> outcomes)
    {
        var text = new StringBuilder();
        text.Append(
            "| Load | Policy | mean s | P90 s | late % | late 1 % | late 2 % | late 3 % | late 4 % | mean 1 s | busy % | waited % | diverted % |\n");
        text.Append("|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var outcome in outcomes)
        {
            Append(text, outcome.Load, $"`{outcome.Policy}`", Text(outcome.Mean, 0), Text(outcome.P90, 0), Text(outcome.LatePercent, 1));
            foreach (var priority in Enum.GetValues<Priority>())
                Append(text, Text(outcome.Of(run => run.LatePercentOf(priority)), 1));
            Append(text, Text(outcome.Of(run => run.MeanOf(Priority.LifeThreatening)), 0), Text(outcome.UtilisationPercent, 1));
            Append(text, Text(outcome.Of(run => 100 * run.Waited), 1), Text(outcome.Of(run => 100 * run.Diversions), 1));
            text.Append("|\n");
        }

        return text.ToString();
    }

    /// <summary>Each policy against one of them on the same seeds: by how much more, with the interval of the differences.</summary>
    /// <param name="outcomes">All outcomes; the same seeds in each.</param>
    /// <param name="reference">The policy that the others are held against.</param>
    public static string Differences(IReadOnlyList<PolicyOutcome> outcomes, string reference)
    {
        var text = new StringBuilder();
        text.Append(
            $"| Load | Policy against `{reference}` | mean s | P90 s | late, percentage points | late 1, percentage points | mean 1 s |\n");
        text.Append("|---|---|---|---|---|---|---|\n");
        foreach (var outcome in outcomes.Where(outcome => outcome.Policy != reference))
        {
            var other = outcomes.First(candidate => candidate.Load == outcome.Load && candidate.Policy == reference);
            Append(
                text, outcome.Load, $"`{outcome.Policy}`", More(run => run.Mean, 0), More(run => run.P90, 0),
                More(run => run.LatePercent, 1));
            Append(text, More(run => run.LatePercentOf(Priority.LifeThreatening), 1), More(run => run.MeanOf(Priority.LifeThreatening), 0));
            text.Append("|\n");

            string More(Func<Replication, double> figure, int digits)
            {
                var more = outcome.Beyond(other, figure);
                return more.Mean > 0 ? "+" + Text(more, digits) : Text(more, digits);
            }
        }

        return text.ToString();
    }

    internal static string Number(double value, int digits) =>
        double.IsFinite(value) ? value.ToString($"N{digits}", CultureInfo.InvariantCulture) : "–";

    private static string Text(Estimate estimate, int digits) =>
        double.IsFinite(estimate.HalfWidth)
            ? $"{Number(estimate.Mean, digits)} ± {Number(estimate.HalfWidth, digits)}"
            : Number(estimate.Mean, digits);

    private static void Append(StringBuilder text, params IReadOnlyList<string> cells)
    {
        foreach (var cell in cells)
            text.Append("| ").Append(cell).Append(' ');
    }
}
