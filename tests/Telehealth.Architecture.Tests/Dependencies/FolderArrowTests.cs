using System.Text.RegularExpressions;
using Mono.Cecil;

namespace Telehealth.Architecture.Tests.Dependencies;

/// <summary>
/// In the projects that decide, folders lean on each other one way: whoever reads one need not read those that lean on it. The folders of
/// the relay, whose types all take part in each packet, say in a table what each may use.
/// </summary>
public sealed partial class FolderArrowTests
{
    // What stands beside the folders, such as an address on the network, is for all of them and uses none.
    private const string Root = "(root)";

    private static readonly (string Folder, string[] Uses, string Reason)[] RelayFloors =
    [
        ("Peers", ["Congestion", "Dtls", "Ice", "Rtcp", "Sdp", "Srtp"], "a peer is a connection: protocols, and what its link carries"),
        ("Receiving",
            ["Peers", "Rtcp", "Rtp", "Sdp", "Speaking"],
            "a published track asks its peer for what is missing, and notes a voice"),
        ("Sending", ["Receiving", "Peers", "Congestion", "Rtcp", "Rtp", "Sdp"], "a slot reads from the cache of the layer that it sends"),
        ("Rooms",
            ["Sending", "Receiving", "Peers", "Congestion", "Dtls", "Ice", "Rtcp", "Rtp", "Sdp", "Speaking", "Stun"],
            "a seat has all of it, and a room brings seats together"),
    ];

    public static TheoryData<string> Projects => ["Telehealth.Domain", "Telehealth.Dispatch", "Telehealth.Media"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_of_a_deciding_project_do_not_lean_on_each_other_in_a_circle(string project)
    {
        var arrows = Arrows(project);
        var inCircle = arrows.Where(arrow => Reaches(arrows, arrow.To, arrow.From));

        Rule.HasNoOffenders(inCircle.Select(arrow => $"{arrow.From} -> {arrow.To}, from which a way leads back"));
    }

    [Fact]
    public void A_folder_of_the_relay_uses_only_what_the_table_says()
    {
        var unknown = Arrows("Telehealth.Media")
            .Where(arrow =>
                arrow.To != Root
                && RelayFloors.Any(floor => floor.Folder == arrow.From && !floor.Uses.Contains(arrow.To, StringComparer.Ordinal)))
            .Select(arrow => $"{arrow.From} -> {arrow.To}");

        Rule.HasNoOffenders(unknown);
    }

    [Fact]
    public void Every_arrow_between_folders_of_the_relay_in_the_table_is_still_drawn()
    {
        var drawn = Arrows("Telehealth.Media");

        Rule.HasNoOffenders(
            RelayFloors.SelectMany(floor =>
                floor.Uses.Where(used => !drawn.Contains((floor.Folder, used))).Select(used => $"{floor.Folder} -> {used}")));
    }

    [Fact]
    public void Nothing_below_the_relay_uses_it()
    {
        var relay = RelayFloors.Select(floor => floor.Folder).ToHashSet(StringComparer.Ordinal);

        Rule.HasNoOffenders(
            Arrows("Telehealth.Media")
                .Where(arrow => relay.Contains(arrow.To) && !relay.Contains(arrow.From))
                .Select(arrow => $"{arrow.From} -> {arrow.To}"));
    }

    private static bool Reaches(HashSet<(string From, string To)> arrows, string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>([from]);
        while (next.TryDequeue(out var folder))
        {
            if (folder == to)
                return true;
            if (seen.Add(folder))
                foreach (var arrow in arrows.Where(arrow => arrow.From == folder))
                    next.Enqueue(arrow.To);
        }
        return false;
    }

    // By what is compiled and by what is written: constants of another folder leave no trace in what is compiled.
    private static HashSet<(string From, string To)> Arrows(string project) =>
        [.. Compiled(project).Concat(Written(project)).Where(arrow => arrow.From != arrow.To)];

    private static IEnumerable<(string From, string To)> Compiled(string project) =>
        Assemblies.All.Single(module => module.Assembly.Name.Name == project).WrittenTypes()
            .SelectMany(type => UsedTypes.Of(type).Select(used => (From: FolderOf(type, project), To: FolderOf(used, project))))
            .Where(arrow => arrow.From is not null && arrow.To is not null)
            .Select(arrow => (arrow.From!, arrow.To!));

    private static IEnumerable<(string From, string To)> Written(string project)
    {
        var root = Repository.PathOf("src", project);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: path, Parts: Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar)))
            .Where(file => file.Parts[0] is not ("obj" or "bin"))
            .SelectMany(file =>
                Usings()
                    .Matches(File.ReadAllText(file.Path))
                    .Where(match => match.Groups["project"].Value == project)
                    .Select(match =>
                        (file.Parts.Length > 1 ? string.Join('.', file.Parts[..^1]) : Root, FolderOf(root, match.Groups["folder"].Value))));
    }

    private static string? FolderOf(TypeReference type, string project)
    {
        var place = type.Outermost().Namespace;
        if (place == project)
            return Root;
        return place.StartsWith(project + ".", StringComparison.Ordinal) ? place[(project.Length + 1)..] : null;
    }

    // What is used may be a type of the folder.
    private static string FolderOf(string root, string used)
    {
        var parts = used.Split('.');
        var depth = Enumerable
            .Range(1, parts.Length)
            .Last(depth => depth == 1 || Directory.Exists(Path.Combine([root, .. parts[..depth]])));
        return string.Join('.', parts[..depth]);
    }

    [GeneratedRegex(
        @"^using (?:static |\w+ = )?(?<project>Telehealth\.\w+)\.(?<folder>\w+(\.\w+)*)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Usings();
}
