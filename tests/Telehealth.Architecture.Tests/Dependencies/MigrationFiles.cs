using System.Globalization;
using System.Text.RegularExpressions;

namespace Telehealth.Architecture.Tests.Dependencies;

/// <summary>The file of a migration, and the capability in whose folder it stands.</summary>
internal sealed record MigrationFile(int Number, string Name, string Capability, string Sql);

/// <summary>What the migrations make, and what each of them names: as it is called today, with the schema that it was moved into.</summary>
internal static partial class MigrationFiles
{
    /// <summary>The capability in whose folder those stand that name tables of several.</summary>
    public const string OfSeveral = "Hosting";

    /// <summary>The next one moved every table into its owner's schema. Those before it name no schema, nor their capability.</summary>
    public const int WithoutSchemasUntil = 21;

    /// <summary>In the order in which they are applied.</summary>
    public static IReadOnlyList<MigrationFile> All { get; } =
    [
        .. Repository.WrittenFiles().Select(path => FileName().Match(path)).Where(match => match.Success).Select(Read)
            .OrderBy(file => file.Number).ThenBy(file => file.Name, StringComparer.Ordinal),
    ];

    // From a table's name to the one with the schema that it was moved into.
    private static readonly Dictionary<string, string> Moved = All.SelectMany(file => Move().Matches(file.Sql))
        .Select(match => (Name: match.Groups["name"].Value, Schema: match.Groups["schema"].Value))
        .ToDictionary(move => move.Name, move => $"{move.Schema}.{move.Name}", StringComparer.Ordinal);

    /// <summary>Every table and view that stands after all of them.</summary>
    public static IReadOnlySet<string> TablesAfterAll { get; } = ReadTables();

    /// <summary>What the views are made of.</summary>
    public static IEnumerable<(string View, string Table)> ReadByViews =>
        from statement in Statements()
        where statement.Groups["view"].Success
        from read in TablesIn(statement.Groups["body"].Value)
        select (Today(statement.Groups["name"].Value), Today(read));

    /// <summary>Tables whose rows point at rows of another.</summary>
    public static IEnumerable<(string Table, string Other)> ForeignKeys =>
        from statement in Statements()
        from reference in Reference().Matches(statement.Groups["body"].Value)
        select (Today(statement.Groups["name"].Value), Today(reference.Groups["name"].Value));

    /// <summary>Every schema, table and whatever else has a name that each of them makes, changes, reads, fills or points at.</summary>
    public static IEnumerable<(MigrationFile File, string Name)> Uses =>
        from file in All
        let named = new[] { Thing(), Indexed(), Reference() }.SelectMany(kind => kind.Matches(file.Sql))
        from name in named.Select(match => match.Groups["name"].Value).Concat(TablesIn(file.Sql)).Distinct(StringComparer.Ordinal)
        select (file, file.Number <= WithoutSchemasUntil ? Today(name) : name);

    private static MigrationFile Read(Match path) => new(
        int.Parse(path.Groups["number"].ValueSpan, CultureInfo.InvariantCulture),
        path.Groups["name"].Value,
        path.Groups["capability"].Value,
        Comment().Replace(File.ReadAllText(Repository.PathOf(path.Value)), string.Empty));

    private static IEnumerable<string> TablesIn(string sql) =>
        SqlText.Tables(sql, TablesAfterAll.Concat(Moved.Keys).ToHashSet(StringComparer.Ordinal)).Select(found => found.Table);

    private static string Today(string name) => Moved.GetValueOrDefault(name, name);

    private static HashSet<string> ReadTables()
    {
        HashSet<string> tables = new(StringComparer.Ordinal);
        foreach (var statement in Statements())
        {
            var name = Today(statement.Groups["name"].Value);
            if (statement.Groups["drop"].Success)
                tables.Remove(name);
            else
                tables.Add(name);
        }

        return tables;
    }

    private static IEnumerable<Match> Statements() => All.SelectMany(file => Statement().Matches(file.Sql));

    [GeneratedRegex(@"^.*/(?<capability>[A-Za-z]+)/Migrations/(?<name>(?<number>\d{4})_[a-z0-9_]+)\.sql$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"^(?:create(?: or replace)?|alter|(?<drop>drop))(?: unlogged)? (?:table|(?<view>view))(?: if (?:not )?exists)? "
        + @"(?<name>[a-z_]+(?:\.[a-z_]+)?)(?<body>[^;]*)",
        RegexOptions.Multiline)]
    private static partial Regex Statement();

    /// <summary>A row of the one migration that moved every table: its name, and the schema that it went into.</summary>
    [GeneratedRegex(@"^\s*\('(?<name>[a-z_]+)', '(?<schema>[a-z_]+)'\),?$", RegexOptions.Multiline)]
    private static partial Regex Move();

    [GeneratedRegex(
        @"\b(?:(?:create|alter|drop)(?: or replace)?(?: unlogged| materialized)? "
        + @"(?:table|view|schema|sequence|function|procedure|type|domain)|(?:alter|drop) index|comment on (?:table|view|schema|column))"
        + @"(?: if (?:not )?exists)? (?<name>[a-z_]+(?:\.[a-z_]+)?)")]
    private static partial Regex Thing();

    /// <summary>A new index has a name only, and stands where its table does.</summary>
    [GeneratedRegex(@"\bcreate (?:unique )?index(?: if not exists)? [a-z_0-9]+ on(?: only)? (?<name>[a-z_]+(?:\.[a-z_]+)?)")]
    private static partial Regex Indexed();

    [GeneratedRegex(@"\breferences (?<name>[a-z_]+(?:\.[a-z_]+)?)")]
    private static partial Regex Reference();
}
