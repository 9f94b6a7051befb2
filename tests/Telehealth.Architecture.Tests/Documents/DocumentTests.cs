using System.Reflection;
using System.Text.RegularExpressions;
using Telehealth.Architecture.Tests.Rejections;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Architecture.Tests.Documents;

/// <summary>What the documents claim about the tree and the protocol is held against both.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Tops = ["src/", "tests/", "docs/", "deploy/", "loadtests/", ".ci/"];

    private static readonly string Protocol = File.ReadAllText(Repository.PathOf("docs", "protocol.md"));

    public static TheoryData<string> Documents =>
        [.. Repository.WrittenFiles().Where(path => path.EndsWith(".md", StringComparison.Ordinal))];

    public static TheoryData<string> HubContracts =>
        [
            .. typeof(HubContractAttribute)
                .Assembly.GetTypes()
                .Where(type => type.GetCustomAttribute<HubContractAttribute>() is not null)
                .Select(type => type.FullName!),
        ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_document_names_only_paths_that_exist(string document)
    {
        var text = File.ReadAllText(Repository.PathOf(document));
        var folder = Path.GetDirectoryName(Repository.PathOf(document))!;
        var quoted = Quoted().Matches(text).Select(match => match.Groups[1].Value)
            .Where(path => Tops.Any(top => path.StartsWith(top, StringComparison.Ordinal)))
            .Select(path => (Path: path, Full: Repository.PathOf(path)));
        var linked = Linked().Matches(text).Select(match => match.Groups[1].Value)
            .Where(path => !path.Contains("://", StringComparison.Ordinal))
            .Select(path => (Path: path, Full: Path.GetFullPath(Path.Combine(folder, path))));

        Rule.HasNoOffenders(
            quoted.Concat(linked).Where(entry => !File.Exists(entry.Full) && !Directory.Exists(entry.Full)).Select(entry => entry.Path));
    }

    [Theory]
    [MemberData(nameof(HubContracts))]
    public void The_protocol_lists_every_message_of_a_hub(string contract)
    {
        var hub = typeof(HubContractAttribute).Assembly.GetType(contract)!;
        var attribute = hub.GetCustomAttribute<HubContractAttribute>()!;
        var section = Section($"## `{attribute.Path}`");

        Rule.HasNoOffenders(
            hub.GetMethods()
                .Concat(attribute.Client.GetMethods())
                .Select(method => method.Name)
                .Where(name => !section.Contains($"| `{name}` |", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(HubContracts))]
    public void The_protocol_lists_no_message_that_a_hub_does_not_have(string contract)
    {
        var hub = typeof(HubContractAttribute).Assembly.GetType(contract)!;
        var attribute = hub.GetCustomAttribute<HubContractAttribute>()!;
        var listed = Row().Matches(Section($"## `{attribute.Path}`")).Select(match => match.Groups[1].Value);

        Rule.HasNoOffenders(
            listed.Except(hub.GetMethods().Concat(attribute.Client.GetMethods()).Select(method => method.Name), StringComparer.Ordinal));
    }

    [Fact]
    public void The_protocol_lists_every_code_of_a_rejection() =>
        Rule.HasNoOffenders(RejectionCodes.All.Where(code => !Protocol.Contains($"`{code}`", StringComparison.Ordinal)));

    [Fact]
    public void Decision_records_are_numbered_without_gaps()
    {
        var numbers = Directory
            .EnumerateFiles(Repository.PathOf("docs", "adr"), "*.md")
            .Select(path => Path.GetFileName(path)[..4])
            .Order(StringComparer.Ordinal)
            .ToList();

        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(number => $"{number:0000}"), numbers);
    }

    /// <summary>From a heading to the next one of the same depth.</summary>
    private static string Section(string heading)
    {
        var start = Protocol.IndexOf(heading, StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/protocol.md has no heading {heading}");
        var end = Protocol.IndexOf("\n## ", start + heading.Length, StringComparison.Ordinal);
        return end < 0 ? Protocol[start..] : Protocol[start..end];
    }

    [GeneratedRegex("`([^`\\s*<>{}]+/[^`\\s*<>{}]*)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Linked();

    [GeneratedRegex(@"^\| `([A-Z][A-Za-z]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
