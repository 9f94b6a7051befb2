using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Telehealth.Architecture.Tests.Dependencies;

/// <summary>A capability's SQL that names a table.</summary>
internal sealed record TableUse(string Capability, string Type, string Table, bool Writes);

/// <summary>Where the server's SQL names the tables and views of the migrations. SQL is whatever text its methods load.</summary>
internal static class ServerTables
{
    /// <summary>The migrations themselves make one more: where they note which of them were applied. It has no schema.</summary>
    public const string OfTheMigrations = "schema_migration";

    /// <summary>Every table and view that stands after all migrations, with its schema.</summary>
    public static IReadOnlySet<string> Known { get; } =
        MigrationFiles.TablesAfterAll.Append(OfTheMigrations).ToHashSet(StringComparer.Ordinal);

    public static IReadOnlyList<TableUse> Uses { get; } = [.. UsesOf(Known)];

    /// <summary>Where SQL names a table and leaves out its schema.</summary>
    public static IEnumerable<TableUse> UsesWithoutSchema => UsesOf(WithoutSchema);

    /// <summary>Types whose SQL puts a table's name in at run time.</summary>
    public static IEnumerable<string> TypesThatHideTables =>
        Texts().Where(text => SqlText.HidesATable(text.Text)).Select(text => text.Type).Distinct();

    /// <summary>The tables that the inline read models say are theirs, and names that would be one's with its schema.</summary>
    public static IEnumerable<TableUse> OfReadModels =>
        from type in Assemblies.Server.Types()
        where type.Interfaces.Any(implemented => implemented.InterfaceType.Name == "IInlineReadModel")
        let capability = CapabilityArrows.CapabilityOf(type)
        from table in TextsOf(type)
        where Known.Contains(table) || WithoutSchema.Contains(table)
        select new TableUse(capability, type.Name, table, Writes: true);

    private static HashSet<string> WithoutSchema { get; } =
        MigrationFiles.TablesAfterAll.Select(table => table.Split('.')[^1]).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<TableUse> UsesOf(IReadOnlySet<string> tables) =>
        (from text in Texts()
         from found in SqlText.Tables(text.Text, tables)
         select new TableUse(text.Capability, text.Type, found.Table, found.Writes)).Distinct();

    private static IEnumerable<(string Capability, string Type, string Text)> Texts() =>
        from type in Assemblies.Server.Types()
        let capability = CapabilityArrows.CapabilityOf(type)
        where capability is not null
        from text in TextsOf(type)
        select (capability, type.Outermost().Name, text);

    private static IEnumerable<string> TextsOf(TypeDefinition type) =>
        type
            .Methods.SelectMany(method => method.Instructions())
            .Where(instruction => instruction.OpCode == OpCodes.Ldstr)
            .Select(instruction => (string)instruction.Operand);
}
