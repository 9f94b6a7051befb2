using System.Globalization;
using System.Text;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Simulation;

/// <summary>What a study found, as a picture: one column a load, one row a figure, one bar a policy, with its 95 % interval.</summary>
public static class PolicyChart
{
    private const int PanelWidth = 300;
    private const int PanelHeight = 170;
    private const int Left = 24;
    private const int Top = 108;
    private const int RowGap = 64;

    /// <summary>Told apart by people who see colours differently too (after Okabe and Ito), and in grey.</summary>
    private static readonly string[] Colours = ["#9aa5b1", "#0072b2", "#009e73", "#d55e00", "#cc79a7", "#e69f00"];

    private static readonly (string Title, Func<PolicyOutcome, Estimate> Figure, int Digits)[] Rows =
    [
        ("Mean response, seconds", outcome => outcome.Mean, 0),
        ("Late calls, percent", outcome => outcome.LatePercent, 1),
        ("Late calls of priority 1, percent", outcome => outcome.Of(run => run.LatePercentOf(Priority.LifeThreatening)), 1),
    ];

    /// <summary>An SVG document. Each panel has a scale of its own: policies are compared within a load.</summary>
    public static string Svg(string title, IReadOnlyList<PolicyOutcome> outcomes)
    {
        var loads = outcomes.Select(outcome => outcome.Load).Distinct().ToList();
        var policies = outcomes.Select(outcome => outcome.Policy).Distinct().ToList();
        var (width, height) = (2 * Left + PanelWidth * loads.Count, Top + (PanelHeight + RowGap) * Rows.Length - RowGap + 20);
        var svg = new StringBuilder();
        svg.Append(
            Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" "));
        svg.Append("font-family=\"system-ui, sans-serif\" font-size=\"13\" fill=\"#1f2933\" role=\"img\">\n");
        svg.Append($"<title>{Escape(title)}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        Text(svg, Left, 34, title, "font-size=\"19\" font-weight=\"600\"");
        var at = Left;
        foreach (var (policy, number) in policies.Select((policy, number) => (policy, number)))
        {
            svg.Append(
                Invariant($"<rect x=\"{at}\" y=\"54\" width=\"13\" height=\"13\" rx=\"2\" fill=\"{Colours[number % Colours.Length]}\"/>\n"));
            Text(svg, at + 20, 65, policy, "");
            at += 44 + policy.Length * 8;
        }

        for (var row = 0; row < Rows.Length; row++)
        {
            for (var column = 0; column < loads.Count; column++)
            {
                var shown = outcomes.Where(outcome => outcome.Load == loads[column]).ToList();
                var caption = $"{loads[column]}: {Rows[row].Title}";
                AppendPanel(svg, Left + PanelWidth * column, Top + (PanelHeight + RowGap) * row, caption, shown, Rows[row], policies);
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendPanel(
        StringBuilder svg,
        double x,
        double y,
        string caption,
        List<PolicyOutcome> outcomes,
        (string Title, Func<PolicyOutcome, Estimate> Figure, int Digits) row,
        List<string> policies)
    {
        var estimates = outcomes.Select(row.Figure).ToList();
        var tallest = estimates.Where(estimate => double.IsFinite(estimate.Mean)).Select(Upper).DefaultIfEmpty(0).Max();
        var scale = tallest > 0 ? (PanelHeight - 36) / tallest : 0;
        var floor = y + PanelHeight;
        var step = (PanelWidth - 28.0) / Math.Max(1, policies.Count);
        Text(svg, x, y + 4, caption, "font-weight=\"600\"");
        for (var at = 0; at < outcomes.Count; at++)
        {
            if (!double.IsFinite(estimates[at].Mean))
                continue;
            var number = policies.IndexOf(outcomes[at].Policy);
            var (left, tall) = (x + number * step, estimates[at].Mean * scale);
            var middle = left + step * 0.36;
            svg.Append(
                Invariant(
                    $"<rect x=\"{left:0.#}\" y=\"{floor - tall:0.#}\" width=\"{step * 0.72:0.#}\" height=\"{tall:0.#}\" fill=\"{Colours[number % Colours.Length]}\"/>\n"));
            if (double.IsFinite(estimates[at].HalfWidth))
            {
                var (low, high) = (floor - Math.Max(0, estimates[at].Low) * scale, floor - estimates[at].High * scale);
                svg.Append(
                    Invariant(
                        $"<path d=\"M{middle:0.#} {low:0.#}V{high:0.#}M{middle - 5:0.#} {low:0.#}h10M{middle - 5:0.#} {high:0.#}h10\" stroke=\"#1f2933\" fill=\"none\"/>\n"));
            }

            Text(
                svg, middle, floor - Upper(estimates[at]) * scale - 6, PolicyReport.Number(estimates[at].Mean, row.Digits),
                "text-anchor=\"middle\"");
        }

        svg.Append(Invariant($"<path d=\"M{x:0.#} {floor:0.#}h{PanelWidth - 28}\" stroke=\"#7b8794\"/>\n"));
    }

    private static double Upper(Estimate estimate) => double.IsFinite(estimate.HalfWidth) ? estimate.High : estimate.Mean;

    private static void Text(StringBuilder svg, double x, double y, string text, string attributes) =>
        svg.Append(Invariant($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" {attributes}>{Escape(text)}</text>\n"));

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
