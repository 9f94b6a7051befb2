namespace Telehealth.Architecture.Tests;

/// <summary>Finds the files that the tests read.</summary>
internal static class Repository
{
    private static readonly HashSet<string> NotWritten = new(StringComparer.Ordinal)
    {
        ".git", ".data", "bin", "obj", "node_modules", "dist", "TestResults",
    };

    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>
    /// Every file that somebody wrote, as a path from the root with forward slashes: nothing built, installed or downloaded.
    /// </summary>
    public static IEnumerable<string> WrittenFiles() => Below(new DirectoryInfo(Root));

    private static IEnumerable<string> Below(DirectoryInfo folder) =>
        folder.EnumerateDirectories().Where(child => !NotWritten.Contains(child.Name)).SelectMany(Below)
            .Concat(folder.EnumerateFiles().Select(file => Path.GetRelativePath(Root, file.FullName)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Telehealth.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run inside the repository.");
    }
}
