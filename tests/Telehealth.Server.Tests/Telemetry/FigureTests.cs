using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Telehealth.Server.Platform.Telemetry;

namespace Telehealth.Server.Tests.Telemetry;

/// <summary>What Prometheus reads, what may stand in it, and that dashboard and alerts ask for what there is.</summary>
[Collection(nameof(MeasuredServer))]
public sealed partial class FigureTests(MeasuredServer server)
{
    // Prometheus' own, of the scrape itself.
    private static readonly string[] OfPrometheus = ["up"];

    /// <summary>Every label with all that it may say. A new one is entered here, and its values must stand in the code.</summary>
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["entity"] = "consult|emergency|unit|plans",
        ["event"] = @"[a-z_]+\.[a-z_]+\.v\d",
        ["code"] = @"([a-z_]+(\.[a-z_]+)?)?",
        ["outcome"] = @"[a-z_]+(\.[a-z_]+)?",
        ["subscriber"] = "[a-z- ]+",
        ["hub"] = "[A-Z][A-Za-z]+Hub",
        ["way"] = "bus|redis",
        ["change"] = "came|went",
        ["method"] = @"[A-Z][A-Za-z]+Hub\.[A-Z][A-Za-z]+",
        ["kind"] = "[a-z][A-Za-z]+",
        ["priority"] = "[1-5]",
        ["state"] = "free|paused|job",
        ["phase"] = "booked|waiting|inProgress",
        ["tries"] = "0|1|2|more",
        ["check"] = "[a-z-]+",
        ["work"] = "[a-z- ]+",
        ["thread"] = @"\d{1,2}",
        ["reason"] = "[a-z_]+",
        ["quantile"] = @"0\.\d+",
        ["le"] = @"\+Inf|[\d.]+(E-\d+)?",
        // The framework's and the driver's.
        ["http_request_method"] = "[A-Z]+|_OTHER",
        ["http_response_status_code"] = @"\d{3}",
        ["http_route"] = @"[A-Za-z/\-{}:*]*",
        ["error_type"] = @"[A-Za-z.]+(`\d)?|\d{3}",
        ["gc_heap_generation"] = "[a-z0-9]+",
        ["dotnet_gc_heap_generation"] = "[a-z0-9]+",
        ["cpu_mode"] = "user|system",
        // The tests' own pools beside the server's have no name, and are called by their connection string.
        ["db_client_connection_pool_name"] = "pool|held|silo|grain-state|.*Host=.*",
        ["db_client_connection_state"] = "idle|used",
    };

    [Fact]
    public async Task Every_capability_tells_its_figures()
    {
        var scraped = (await Samples()).Select(sample => sample.Name).ToHashSet(StringComparer.Ordinal);

        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "telehealth_event_store_commands_total", "telehealth_event_store_events_total",
                "telehealth_event_store_batch_duration_seconds_bucket", "telehealth_event_store_tail_lag_seconds",
                "telehealth_event_store_subscription_lag_seconds", "telehealth_live_connections", "telehealth_access_sign_ins_total",
                "telehealth_media_rooms", "telehealth_emergencies_open", "telehealth_units_on_shift", "telehealth_consults_open",
                "telehealth_paramedics_time_to_accept_seconds_count", "telehealth_connection_tests_begun_total",
                "telehealth_consults_turn_credentials_total", "telehealth_cluster_nodes", "telehealth_clock_difference_seconds",
                "telehealth_work_due", "telehealth_work_age_seconds", "telehealth_work_limit_seconds",
                "telehealth_dispatching_consoles", "http_server_request_duration_seconds_bucket",
            },
            scraped);
    }

    [Fact]
    public async Task A_figure_says_what_happened()
    {
        var samples = await Samples();
        double Of(string name, params string[] labels) => samples
            .Where(sample => sample.Name == name && labels.All(label => sample.Labels.Contains(label, StringComparison.Ordinal)))
            .Sum(sample => sample.Value);

        Assert.Equal(1, Of("telehealth_event_store_events_total", "event=\"emergency.offer_accepted.v1\""));
        Assert.NotEqual(0, Of("telehealth_event_store_commands_total", "entity=\"emergency\"", "outcome=\"refused\"", "code=\"offer."));
        Assert.Equal(1, Of("telehealth_emergencies_open", "priority=\"2\""));
        Assert.Equal(0, Of("telehealth_emergencies_open", "priority=\"1\""));
        Assert.Equal(1, Of("telehealth_paramedics_time_to_accept_seconds_count"));
        Assert.Equal(1, Of("telehealth_units_on_shift", "state=\"job\""));
    }

    [Fact]
    public async Task All_that_the_server_does_by_itself_says_how_much_of_it_is_due_and_operations_knows_it()
    {
        var told = (await Samples()).Where(sample => sample.Name == "telehealth_work_due")
            .Select(sample => Label().Match(sample.Labels).Groups[2].Value).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(
            [
                "chat marks", "dispatcher", "forgotten seats", "hospital pre-alerts", "hospital-notices", "missing places",
                "nobody at a console", "offers", "old answers", "overdue answers", "quality of calls", "silent crews", "welfare checks",
            ],
            told);
        Assert.All(told, work => Assert.Contains($"| `{work}` |", Deployed("../docs/operations.md"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_label_says_only_what_stands_in_the_code()
    {
        var odd = from sample in await Samples()
                  from Match label in Label().Matches(sample.Labels)
                  let name = label.Groups[1].Value
                  let value = label.Groups[2].Value
                  where !Labels.TryGetValue(name, out var values) || !Regex.IsMatch(value, $"^({values})$")
                  select $"{sample.Name} {name}={value}";

        Assert.Empty(odd.Distinct());
    }

    [Fact]
    public async Task What_is_scraped_has_the_form_that_Prometheus_reads()
    {
        var lines = (await server.Scrape()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines);
        var types = lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
        var samples = await Samples();

        Assert.All(lines, line => Assert.Matches(Line(), line));
        Assert.Equal(types.Count, types.Distinct().Count());
        Assert.Empty(samples.GroupBy(sample => (sample.Name, sample.Labels)).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public async Task Figures_are_told_on_their_own_port_and_nowhere_else()
    {
        using var http = new HttpClient();

        using var pages = await http.GetAsync(new Uri(server.Host.Address, "/metrics"));
        using var other = await http.GetAsync(new Uri(server.Host.Get<MetricsPort>().Address!, "/api/access/me"));

        Assert.DoesNotContain("telehealth_", await pages.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public void The_dashboard_asks_for_figures_that_there_are()
    {
        using var dashboard = JsonDocument.Parse(Deployed("grafana/telehealth.json"));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();
        var asked = panels.Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!).ToList();

        Assert.NotEmpty(asked);
        Assert.Empty(asked.SelectMany(Unknown));
        Assert.All(asked, HasPairs);
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
    }

    [Fact]
    public void Every_alert_asks_for_figures_that_there_are_and_says_what_to_do()
    {
        var rules = Rule().Matches(Deployed("prometheus/alerts.yml")).ToList();

        Assert.Equal(Regex.Count(Deployed("prometheus/alerts.yml"), "- alert:"), rules.Count);
        Assert.All(rules, rule => HasPairs(rule.Groups["expr"].Value));
        Assert.Empty(rules.SelectMany(rule => Unknown(rule.Groups["expr"].Value)));
        Assert.Equal(rules.Count, rules.Select(rule => rule.Groups["name"].Value).Distinct().Count());
    }

    /// <summary>Names that no instrument of the server has, and labels that none may have.</summary>
    private static IEnumerable<string> Unknown(string expression)
    {
        var known = Instruments();
        var bare = Quoted().Replace(expression, string.Empty);
        return Name().Matches(bare).Select(match => match.Value)
            .Where(name => !known.Contains(name) && !Labels.ContainsKey(name) && !OfPrometheus.Contains(name))
            .Concat(Matcher().Matches(expression).Select(match => match.Groups[1].Value)
                .Where(label => !Labels.ContainsKey(label) && label is not ("job" or "instance")));
    }

    private static HashSet<string> Instruments()
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            var kind = instrument.GetType().Name;
            var name = PrometheusText.NameOf(
                instrument.Name, instrument.Unit ?? string.Empty,
                isCounter: kind.Contains("Counter", StringComparison.Ordinal) && !kind.Contains("UpDown", StringComparison.Ordinal));
            names.UnionWith(
                kind.StartsWith("Histogram", StringComparison.Ordinal) ? [$"{name}_bucket", $"{name}_sum", $"{name}_count"] : [name]);
        };
        listener.Start();
        return names;
    }

    private async Task<IReadOnlyList<(string Name, string Labels, double Value)>> Samples() =>
    [
        .. from line in (await server.Scrape()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
           where !line.StartsWith('#')
           let name = line[..line.IndexOfAny(['{', ' '])]
           let value = line[(line.LastIndexOf(' ') + 1)..]
           select (name, line[name.Length..line.LastIndexOf(' ')],
               double.Parse(value.Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture)),
    ];

    private static void HasPairs(string expression)
    {
        var bare = Quoted().Replace(expression, string.Empty);
        Assert.All(
            (string[])["()", "{}", "[]"],
            pair => Assert.Equal(bare.Count(letter => letter == pair[0]), bare.Count(letter => letter == pair[1])));
    }

    private static string Deployed(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Telehealth.sln")))
            folder = folder.Parent;
        return File.ReadAllText(Path.Combine(folder!.FullName, "deploy", path));
    }

    [GeneratedRegex(@"([a-z_]+)=""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Label();

    [GeneratedRegex(@"^(# HELP [a-z_:]+ .+|# TYPE [a-z_:]+ (counter|gauge|histogram)|[a-z_:]+(\{[a-z_]+=""[^""]*""(,[a-z_]+=""[^""]*"")*\})? [^ ]+)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"\b(?:telehealth|http|dotnet|db)_[a-z_]+\b|\bup\b")]
    private static partial Regex Name();

    [GeneratedRegex(@"([a-z_]+)\s*(?:=~|!~|!=|=)\s*""")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"""[^""]*""")]
    private static partial Regex Quoted();

    [GeneratedRegex(
        @"- alert: (?<name>[A-Z][A-Za-z]+)\n +expr: (?<expr>[^\n]+)\n(?: +for: \d+[smh]\n)? +labels: \{ severity: (?:page|ticket) \}\n +annotations:\n +summary: [^\n]+\n +action: [^\n]+")]
    private static partial Regex Rule();
}
