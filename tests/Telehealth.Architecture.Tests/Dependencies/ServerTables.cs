using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Telehealth.Architecture.Tests.Dependencies;

/// <summary>A capability's SQL that names a table.</summary>
internal sealed record TableUse(string Capability, string Type, string Table, bool Writes);

/// <summary>The tables and views of the migrations, and where the server's SQL names them. SQL is whatever text its methods load.</summary>
internal static partial class ServerTables
{
    /// <summary>The migrations themselves make one more: where they note which of them were applied.</summary>
    private const string OfTheMigrations = "schema_migration";

    /// <summary>Every table and view that stands after all migrations, with its schema where that is not <c>public</c>.</summary>
    public static IReadOnlySet<string> Known { get; } = ReadMigrations();

    public static IReadOnlyList<TableUse> Uses { get; } =
        [.. Texts().SelectMany(text => SqlText.Tables(text.Text, Known).Select(found => new TableUse(text.Capability, text.Type, found.Table, found.Writes))).Distinct()];

    /// <summary>Types whose SQL puts a table's name in at run time.</summary>
    public static IEnumerable<string> TypesThatHideTables => Texts().Where(text => SqlText.HidesATable(text.Text)).Select(text => text.Type).Distinct();

    /// <summary>The tables that the inline read models say are theirs.</summary>
    public static IEnumerable<TableUse> OfReadModels =>
        from type in Assemblies.Server.Types()
        where type.Interfaces.Any(implemented => implemented.InterfaceType.Name == "IInlineReadModel")
        let capability = CapabilityArrows.CapabilityOf(type)
        from table in TextsOf(type).Where(Known.Contains)
        select new TableUse(capability, type.Name, table, Writes: true);

    /// <summary>What the views of the migrations are made of.</summary>
    public static IEnumerable<(string View, string Table)> ReadByViews =>
        from statement in Statements()
        where statement.Groups["view"].Success
        from read in SqlText.Tables(statement.Groups["body"].Value, Known)
        select (statement.Groups["name"].Value, read.Table);

    /// <summary>Tables whose rows point at rows of another.</summary>
    public static IEnumerable<(string Table, string Other)> ForeignKeys =>
        from statement in Statements()
        from reference in Reference().Matches(statement.Groups["body"].Value)
        select (statement.Groups["name"].Value, reference.Groups["other"].Value);

    private static IEnumerable<(string Capability, string Type, string Text)> Texts() =>
        from type in Assemblies.Server.Types()
        let capability = CapabilityArrows.CapabilityOf(type)
        where capability is not null
        from text in TextsOf(type)
        select (capability, type.Outermost().Name, text);

    private static IEnumerable<string> TextsOf(TypeDefinition type) =>
        type.Methods.SelectMany(method => method.Instructions()).Where(instruction => instruction.OpCode == OpCodes.Ldstr).Select(instruction => (string)instruction.Operand);

    private static HashSet<string> ReadMigrations()
    {
        HashSet<string> known = new([OfTheMigrations], StringComparer.Ordinal);
        foreach (var statement in Statements())
        {
            if (statement.Groups["drop"].Success)
                known.Remove(statement.Groups["name"].Value);
            else
                known.Add(statement.Groups["name"].Value);
        }

        return known;
    }

    private static IEnumerable<Match> Statements() =>
        Repository.WrittenFiles().Where(path => path.Contains("/Migrations/", StringComparison.Ordinal) && path.EndsWith(".sql", StringComparison.Ordinal))
            .OrderBy(Path.GetFileName, StringComparer.Ordinal)
            .SelectMany(file => Statement().Matches(File.ReadAllText(Repository.PathOf(file))));

    [GeneratedRegex(@"^(?:create(?: or replace)?|alter|(?<drop>drop))(?: unlogged)? (?:table|(?<view>view)) (?<name>[a-z_]+(?:\.[a-z_]+)?)(?<body>[^;]*)", RegexOptions.Multiline)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\breferences (?<other>[a-z_]+(?:\.[a-z_]+)?)")]
    private static partial Regex Reference();
}
