using System.Globalization;
using System.Text;
using Telehealth.Domain.Emergencies;

namespace Telehealth.Dispatch.Simulation;

/// <summary>One policy under one load, over independent replications.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Load">The load's name.</param>
/// <param name="Replications">One for each seed, in the order of the seeds.</param>
public sealed record PolicyOutcome(string Policy, string Load, IReadOnlyList<Replication> Replications)
{
    /// <summary>Mean response time in seconds.</summary>
    public Estimate Mean => Of(run => run.Mean);

    /// <summary>Ninth decile of the response time in seconds.</summary>
    public Estimate P90 => Of(run => run.P90);

    /// <summary>Late calls in percent.</summary>
    public Estimate LatePercent => Of(run => run.LatePercent);

    /// <summary>The mean share of time for which a unit has a job, in percent.</summary>
    public Estimate UtilisationPercent => Of(run => 100 * run.Utilisation);

    /// <summary>Any figure of a replication.</summary>
    public Estimate Of(Func<Replication, double> figure) => Estimate.Of(Replications.Select(figure));

    /// <summary>How much more of a figure this policy gives than another one on the same seeds.</summary>
    public Estimate Beyond(PolicyOutcome other, Func<Replication, double> figure) =>
        Estimate.OfDifferences(Replications.Select(figure), other.Replications.Select(figure));
}

/// <summary>What a study found, as a table in Markdown.</summary>
public static class PolicyReport
{
    /// <summary>All outcomes: response times, late calls by priority, and what the units did. Means ± half of the 95 % interval.</summary>
    public static string Table(IReadOnlyList<PolicyOutcome> outcomes)
    {
        var text = new StringBuilder();
        text.Append("| Load | Policy | mean s | P90 s | late % | late 1 % | late 2 % | late 3 % | late 4 % | mean 1 s | busy % | waited % | diverted % |\n");
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
        text.Append($"| Load | Policy against `{reference}` | mean s | P90 s | late, percentage points | late 1, percentage points | mean 1 s |\n");
        text.Append("|---|---|---|---|---|---|---|\n");
        foreach (var outcome in outcomes.Where(outcome => outcome.Policy != reference))
        {
            var other = outcomes.First(candidate => candidate.Load == outcome.Load && candidate.Policy == reference);
            Append(text, outcome.Load, $"`{outcome.Policy}`", More(run => run.Mean, 0), More(run => run.P90, 0), More(run => run.LatePercent, 1));
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
        double.IsFinite(estimate.HalfWidth) ? $"{Number(estimate.Mean, digits)} ± {Number(estimate.HalfWidth, digits)}" : Number(estimate.Mean, digits);

    private static void Append(StringBuilder text, params IReadOnlyList<string> cells)
    {
        foreach (var cell in cells)
            text.Append("| ").Append(cell).Append(' ');
    }
}
