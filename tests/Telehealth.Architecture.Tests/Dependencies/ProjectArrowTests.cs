using System.Xml.Linq;

namespace Telehealth.Architecture.Tests.Dependencies;

/// <summary>Which project may lean on which, and on which packages. A change here needs a decision record in docs/adr.</summary>
public sealed class ProjectArrowTests
{
    private static readonly Dictionary<string, string[]> Table = new(StringComparer.Ordinal)
    {
        ["Telehealth.Domain"] = [],
        ["Telehealth.Dispatch"] = ["Telehealth.Domain"],
        ["Telehealth.Media"] = [],
        ["Telehealth.Server"] = ["Telehealth.Domain", "Telehealth.Dispatch", "Telehealth.Media"],
        ["Telehealth.Proxy"] = [],
        ["Telehealth.Testing"] = ["Telehealth.Domain", "Telehealth.Dispatch", "Telehealth.Media"],
        ["Telehealth.Domain.Tests"] = ["Telehealth.Domain", "Telehealth.Testing"],
        ["Telehealth.Dispatch.Tests"] = ["Telehealth.Dispatch", "Telehealth.Testing"],
        ["Telehealth.Media.Tests"] = ["Telehealth.Media", "Telehealth.Testing"],
        ["Telehealth.Server.Tests"] = ["Telehealth.Server", "Telehealth.Proxy", "Telehealth.Testing"],
        ["Telehealth.Architecture.Tests"] = ["Telehealth.Server", "Telehealth.Testing"],
        ["Telehealth.Impairment"] = ["Telehealth.Testing"],
        ["Telehealth.LoadTests"] = ["Telehealth.Server", "Telehealth.Testing"],
        ["Telehealth.RelayHost"] = ["Telehealth.Server"],
    };

    // The projects that decide stay free of packages; polygons are the one thing that Dispatch does not write itself.
    private static readonly Dictionary<string, string[]> DecidingPackages = new(StringComparer.Ordinal)
    {
        ["Telehealth.Domain"] = [],
        ["Telehealth.Dispatch"] = ["NetTopologySuite", "Google.Protobuf"],
        ["Telehealth.Media"] = [],
    };

    public static TheoryData<string> Projects => [.. ProjectFiles().Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_leans_only_on_the_projects_in_the_table(string project)
    {
        Assert.True(Table.TryGetValue(project, out var allowed), $"{project} stands in no row of the table.");

        var references = References(ProjectFiles()[project], "ProjectReference")
            .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

        Assert.Equal(allowed.Order(StringComparer.Ordinal), references.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_project_stands_in_the_solution()
    {
        var solution = File.ReadAllText(Repository.PathOf("Telehealth.sln"));

        Assert.DoesNotContain(ProjectFiles().Keys, project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Telehealth.Domain")]
    [InlineData("Telehealth.Dispatch")]
    [InlineData("Telehealth.Media")]
    public void A_deciding_project_uses_no_package_but_those_in_the_table(string project)
    {
        var packages = References(ProjectFiles()[project], "PackageReference");

        Rule.HasNoOffenders(packages.Except(DecidingPackages[project], StringComparer.Ordinal));
    }

    [Fact]
    public void Every_package_with_a_version_stands_in_the_reviewed_list()
    {
        var reviewed = File.ReadAllText(Repository.PathOf("docs", "packages.md"));
        var packages = XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package => $"| {package.Attribute("Include")!.Value} | {package.Attribute("Version")!.Value} |");

        Assert.DoesNotContain(packages, row => !reviewed.Contains(row, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_package_with_a_version_is_used()
    {
        var used = ProjectFiles().Values.Append(Repository.PathOf("Directory.Build.targets"))
            .SelectMany(file => References(file, "PackageReference"))
            .ToHashSet(StringComparer.Ordinal);

        var packages = XDocument
            .Load(Repository.PathOf("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(package => package.Attribute("Include")!.Value);

        Assert.DoesNotContain(packages, package => !used.Contains(package));
    }

    private static Dictionary<string, string> ProjectFiles() =>
        new[] { "src", "tests", "loadtests" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.csproj", SearchOption.AllDirectories))
            .Where(path => !path.Contains("node_modules", StringComparison.Ordinal))
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal);

    private static IEnumerable<string> References(string path, string kind) =>
        XDocument.Load(path).Descendants(kind).Select(reference => reference.Attribute("Include")!.Value);
}
