using System.Reflection;
using System.Text.RegularExpressions;
using Telehealth.Server.Contracts;

namespace Telehealth.Architecture.Tests.Deployment;

/// <summary>Containers, commands and documents set only what the server reads.</summary>
public sealed partial class DeploymentTests
{
    private static readonly string Compose = File.ReadAllText(Repository.PathOf("docker-compose.yml"));
    private static readonly string Dockerfile = File.ReadAllText(Repository.PathOf("Dockerfile"));

    // Read by the framework itself.
    private static readonly string[] FrameworkSections = ["Kestrel", "Logging", "ConnectionStrings"];

    [Theory]
    [InlineData("docker-compose.yml")]
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

        Rule.HasNoOffenders(Settings().Where(name => !operations.Contains($"`{name}`", StringComparison.Ordinal) && !operations.Contains($"`{name}__0`", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_container_serves_pages_and_media_on_the_ports_that_compose_publishes()
    {
        var exposed = Expose().Matches(Dockerfile).Select(match => match.Groups[1].Value);

        Assert.Equal(["40000/udp", "8080"], exposed.Order(StringComparer.Ordinal));
        Assert.Contains("- \"8080:8080\"", Compose, StringComparison.Ordinal);
        Assert.Contains("- \"40000:40000/udp\"", Compose, StringComparison.Ordinal);
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
        var services = Service().Matches(Compose[..Compose.IndexOf("\nvolumes:", StringComparison.Ordinal)]).Select(match => match.Groups[1].Value);

        Assert.Equal(["coturn", "postgres", "rabbitmq", "telehealth"], services.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("privileged", Compose, StringComparison.Ordinal);
    }

    /// <summary>Each options class is the section it is named after.</summary>
    private static IEnumerable<string> Settings() =>
        from type in typeof(HubContractAttribute).Assembly.GetTypes()
        where type is { IsClass: true, IsAbstract: false } && type.Name.EndsWith("Options", StringComparison.Ordinal)
        let section = type.GetField("Section", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.GetRawConstantValue() as string ?? type.Name[..^"Options".Length]
        from name in Names(section.Replace(":", "__", StringComparison.Ordinal), type)
        select name;

    private static IEnumerable<string> Names(string prefix, Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .SelectMany(property => property.PropertyType.Assembly == type.Assembly && property.PropertyType.IsClass
                ? Names($"{prefix}__{property.Name}", property.PropertyType)
                : [$"{prefix}__{property.Name}"]);

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+(?:__[A-Za-z0-9]+)+")]
    private static partial Regex Setting();

    [GeneratedRegex("__[0-9]+$")]
    private static partial Regex ListIndex();

    [GeneratedRegex(@"^EXPOSE (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Expose();

    [GeneratedRegex("^  ([a-z]+):$", RegexOptions.Multiline)]
    private static partial Regex Service();
}
