using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Mono.Cecil.Cil;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Architecture.Tests.Deployment;

/// <summary>Containers, commands and documents set only what the server reads.</summary>
public sealed partial class DeploymentTests
{
    private static readonly string Compose = File.ReadAllText(Repository.PathOf("docker-compose.yml"));
    private static readonly string Dockerfile = File.ReadAllText(Repository.PathOf("Dockerfile"));

    // Read by the framework itself.
    private static readonly string[] FrameworkSections = ["Kestrel", "Logging"];

    // Options whose section has another word than the class.
    private static readonly Dictionary<string, string> Sections = new(StringComparer.Ordinal)
    {
        ["ConsultOptions"] = "Consults",
        ["DispatchOptions"] = "Dispatching",
        ["UnitOptions"] = "Units",
        ["PhotoOptions"] = "Photos",
    };

    [Theory]
    [InlineData("docker-compose.yml")]
    [InlineData("docker-compose.nodes.yml")]
    [InlineData("deploy/kubernetes/telehealth.yaml")]
    [InlineData("deploy/local/nodes.sh")]
    [InlineData("Dockerfile")]
    [InlineData("run")]
    [InlineData("docs/operations.md")]
    [InlineData("README.md")]
    [InlineData("tests/browser/support/server.ts")]
    [InlineData("loadtests/run")]
    public void A_setting_that_is_named_outside_the_code_is_read_by_the_server(string file)
    {
        var text = File.ReadAllText(Repository.PathOf(file));
        var known = Settings().ToHashSet(StringComparer.Ordinal);
        var unknown = Setting().Matches(text).Select(match => match.Value.TrimEnd('_'))
            .Where(name => !FrameworkSections.Contains(name.Split("__")[0]))
            .Select(name => ListIndex().Replace(name, string.Empty))
            .Where(name => !known.Contains(name));

        Rule.HasNoOffenders(unknown);
    }

    [Fact]
    public void Every_setting_of_the_server_is_documented()
    {
        var operations = File.ReadAllText(Repository.PathOf("docs", "operations.md"));

        Rule.HasNoOffenders(
            Settings()
                .Where(name =>
                    !operations.Contains($"`{name}`", StringComparison.Ordinal)
                    && !operations.Contains($"`{name}__0`", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_log_of_a_server_that_was_started_here_is_cut_when_it_has_grown_and_goes_on()
    {
        const string script = """
            source "$ROOT/deploy/local/steps.sh"
            LOG=$(mktemp -d)/server.log
            exec 9>>"$LOG"
            head -c 5000 /dev/zero >&9
            keep_log_bounded "$LOG" 1000 &
            for _ in $(seq 300); do [ "$(stat -c %s "$LOG")" = 0 ] && break; sleep 0.1; done
            stop_tree $!
            echo after >&9
            echo "$(stat -c %s "$LOG.1") $(cat "$LOG")"
            rm -r "$(dirname "$LOG")"
            """;
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", script])
        {
            RedirectStandardOutput = true,
            Environment = { ["ROOT"] = Path.GetDirectoryName(Repository.PathOf("run")) },
        })!;

        Assert.Equal("1000 after", shell.StandardOutput.ReadToEnd().Trim());
    }

    [Fact]
    public void The_container_serves_pages_and_media_on_the_ports_that_compose_publishes()
    {
        var exposed = Expose().Matches(Dockerfile).Select(match => match.Groups[1].Value);

        Assert.Equal(["40000-40015/udp", "40000/tcp", "8080"], exposed.Order(StringComparer.Ordinal));
        Assert.Contains("- \"127.0.0.1:8080:8080\"", Compose, StringComparison.Ordinal);
        Assert.Contains("- \"40000-40015:40000-40015/udp\"", Compose, StringComparison.Ordinal);
        Assert.Contains("- \"40000:40000/tcp\"", Compose, StringComparison.Ordinal);
        Assert.Contains("ASPNETCORE_URLS=http://+:8080", Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void The_container_runs_as_nobody_special_and_tells_its_health()
    {
        Assert.Matches(@"(?m)^USER (?!root)", Dockerfile);
        Assert.Contains("/health/ready", Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_starts_what_the_server_needs()
    {
        var services = Service()
            .Matches(Compose[..Compose.IndexOf("\nvolumes:", StringComparison.Ordinal)])
            .Select(match => match.Groups[1].Value);

        Assert.Equal(["coturn", "postgres", "telehealth", "turnfilter"], services.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("privileged", Compose, StringComparison.Ordinal);
    }

    [Fact]
    public void What_leaves_through_TURN_goes_to_the_relays_ports_and_nowhere_else()
    {
        var turn = File.ReadAllText(Repository.PathOf("deploy", "coturn", "turnserver.conf"));
        var filter = File.ReadAllText(Repository.PathOf("deploy", "coturn", "relay-only.nft"));
        string Configured(string name) => Regex.Match(turn, $@"(?m)^{name}=(\d+)$").Groups[1].Value;
        var media = Regex.Match(Compose, "Media__Port: \"(\\d+)\"").Groups[1].Value;
        var published = Regex.Match(Compose, "- \"(\\d+-\\d+):\\d+-\\d+/udp\"").Groups[1].Value;

        Assert.Contains(
            $"meta skuid 3478 udp sport {Configured("min-port")}-{Configured("max-port")} udp dport != {published} counter drop", filter,
            StringComparison.Ordinal);
        Assert.StartsWith($"{media}-", published, StringComparison.Ordinal);
        var coturn = Compose[Compose.IndexOf("\n  coturn:", StringComparison.Ordinal)..];
        Assert.Contains("user: \"3478:3478\"", coturn, StringComparison.Ordinal);
        Assert.Matches(@"turnfilter:\s+condition: service_healthy", coturn);
        // Without the rule no peer but the named address, by UDP alone.
        Assert.Contains("denied-peer-ip=0.0.0.0-255.255.255.255", turn, StringComparison.Ordinal);
        Assert.Contains("no-tcp-relay", turn, StringComparison.Ordinal);
    }

    /// <summary>Each options class is a section, and some settings are read one by one.</summary>
    private static IEnumerable<string> Settings() =>
        OptionsClasses().SelectMany(type => Names(SectionOf(type), type)).Concat(SingleSettings()).Distinct(StringComparer.Ordinal);

    private static List<Type> OptionsClasses()
    {
        var classes = typeof(HubContractAttribute).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.Name.EndsWith("Options", StringComparison.Ordinal))
            // A record is handed over in code; settings are bound to classes.
            .Where(type => type.GetMethod("<Clone>$") is null)
            .ToList();
        return [.. classes.Where(type => !classes.Any(other => other.GetProperties().Any(property => property.PropertyType == type)))];
    }

    private static string SectionOf(Type type) =>
        type.GetField("Section", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.GetRawConstantValue() as string
        ?? Sections.GetValueOrDefault(type.Name)
        ?? type.Name[..^"Options".Length];

    private static IEnumerable<string> Names(string prefix, Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite || typeof(System.Collections.IEnumerable).IsAssignableFrom(property.PropertyType))
            .SelectMany(property => property.PropertyType.Assembly == type.Assembly && property.PropertyType.IsClass
                ? Names($"{prefix}__{property.Name}", property.PropertyType)
                : [$"{prefix}__{property.Name}"]);

    /// <summary>Such as <c>configuration["Demo:Enabled"]</c>.</summary>
    private static IEnumerable<string> SingleSettings() =>
        from type in Assemblies.Server.Types()
        from method in type.Methods
        from instruction in method.Instructions()
        where instruction.OpCode == OpCodes.Ldstr && SettingPath().IsMatch((string)instruction.Operand)
        select ((string)instruction.Operand).Replace(":", "__", StringComparison.Ordinal);

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+(?:__[A-Za-z0-9]+)+")]
    private static partial Regex Setting();

    [GeneratedRegex("^[A-Z][A-Za-z]+(:[A-Z][A-Za-z]+)+$")]
    private static partial Regex SettingPath();

    [GeneratedRegex("__[0-9]+$")]
    private static partial Regex ListIndex();

    [GeneratedRegex(@"^EXPOSE (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Expose();

    [GeneratedRegex("^  ([a-z]+):$", RegexOptions.Multiline)]
    private static partial Regex Service();
}
