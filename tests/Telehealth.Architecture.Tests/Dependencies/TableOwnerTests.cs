namespace Telehealth.Architecture.Tests.Dependencies;

/// <summary>Tables have owners as code has capabilities: the SQL in the server is read for them.</summary>
public sealed class TableOwnerTests
{
    // It empties the tables of every read model by the names that the models give; those are tested here for themselves.
    private static readonly string[] NamesComeAtRunTime = ["ReadModelRebuild"];

    [Fact]
    public void Every_table_and_view_of_the_migrations_has_one_owner() =>
        Assert.Equal(
            ServerTables.Known.Order(StringComparer.Ordinal), TableOwners.Table.Select(row => row.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_table_stands_in_the_schema_of_its_owner()
    {
        var elsewhere = TableOwners.Table.Where(row => row.Name != ServerTables.OfTheMigrations && !IsOf(row.Owner, row.Name));

        Rule.HasNoOffenders(elsewhere.Select(row => $"{row.Name} is of {row.Owner}"));
    }

    /// <summary>What a name without a schema means depends on settings of the database.</summary>
    [Fact]
    public void Sql_names_a_table_with_its_schema() =>
        Rule.HasNoOffenders(ServerTables.UsesWithoutSchema.Select(use => $"{use.Table} has no schema in {use.Capability}'s {use.Type}"));

    [Fact]
    public void A_migration_in_a_capabilitys_folder_names_what_is_in_its_own_schema_only()
    {
        var strangers = MigrationFiles.Uses
            .Where(use => use.File.Capability != MigrationFiles.OfSeveral && !IsOf(use.File.Capability, use.Name));

        Rule.HasNoOffenders(strangers.Select(use =>
            $"{use.File.Name} of {use.File.Capability} names {use.Name}: what names others' tables stands in {MigrationFiles.OfSeveral}"));
    }

    /// <summary>Two capabilities may give their migrations the same number, and a database knows a migration by its name.</summary>
    [Fact]
    public void A_migration_is_called_by_its_number_and_its_capability() => Rule.HasNoOffenders(MigrationFiles.All
        .Where(file => file.Number > MigrationFiles.WithoutSchemasUntil)
        .Where(file => !file.Name.StartsWith($"{file.Number:D4}_{TableOwners.InSnakeCase(file.Capability)}_", StringComparison.Ordinal))
        .Select(file => $"{file.Name} of {file.Capability}"));

    [Fact]
    public void Only_its_owner_writes_a_table()
    {
        var strangers = ServerTables.Uses.Where(use => use.Writes && TableOwners.OwnerOf(use.Table) != use.Capability);

        Rule.HasNoOffenders(
            strangers.Select(use => $"{use.Capability} writes {use.Table} of {TableOwners.OwnerOf(use.Table)} in {use.Type}"));
    }

    [Fact]
    public void Only_its_owner_and_its_readers_read_a_table()
    {
        var strangers = ServerTables.Uses.Where(use => !use.Writes && !MayRead(use));

        Rule.HasNoOffenders(
            strangers.Select(use => $"{use.Capability} reads {use.Table} of {TableOwners.OwnerOf(use.Table)} in {use.Type}"));
    }

    [Fact]
    public void Every_reader_in_the_table_still_reads()
    {
        var idle = TableOwners.Table.SelectMany(row => row.Readers, (row, reader) => (row.Name, Reader: reader))
            .Where(row => !ServerTables.Uses.Any(use => use.Table == row.Name && use.Capability == row.Reader));

        Rule.HasNoOffenders(idle.Select(row => $"{row.Reader} does not read {row.Name}"));
    }

    [Fact]
    public void Sql_names_its_tables_where_a_test_can_read_them() =>
        Rule.HasNoOffenders(ServerTables.TypesThatHideTables.Except(NamesComeAtRunTime));

    /// <summary>A rebuild empties them by these names.</summary>
    [Fact]
    public void A_read_model_lists_tables_of_its_own_capability_only()
    {
        Assert.NotEmpty(ServerTables.OfReadModels);

        Rule.HasNoOffenders(
            ServerTables
                .OfReadModels.Where(use => TableOwners.OwnerOf(use.Table) != use.Capability)
                .Select(use => $"{use.Type} lists {use.Table}"));
    }

    [Fact]
    public void A_view_reads_tables_of_its_owner_only()
    {
        var strangers = MigrationFiles.ReadByViews.Where(read => TableOwners.OwnerOf(read.View) != TableOwners.OwnerOf(read.Table));

        Rule.HasNoOffenders(strangers.Select(read => $"{read.View} reads {read.Table}"));
    }

    [Theory]
    [InlineData("select * from jar j join lid l using (tenant)", "jar, lid")]
    [InlineData("select 1 from jar, lid where jar.id = lid.id", "jar, lid")]
    [InlineData("select (select count(*) from lid l where l.jar = j.id), j.shelf from jar j", "lid, jar")]
    [InlineData(
        "with shelf as (delete from jar where id = $1 returning id) insert into store.lid select id from shelf", "jar!, store.lid!")]
    [InlineData("update jar set full = true from lid where lid.jar = jar.id", "jar!, lid")]
    [InlineData("delete from jar using lid where lid.jar = jar.id", "jar!, lid")]
    [InlineData("insert into jar as old (id) values ($1) on conflict (id) do update set at = $2", "jar!")]
    [InlineData("select id from \"jar\" for update skip locked", "jar")]
    [InlineData("select jar, lid, shelf where id = $1 -- what comes from jar", "")]
    [InlineData("exists (select from public.jar)", "jar")]
    [InlineData("select a is distinct from b, lid from jar", "jar")]
    public void Sql_is_read_for_the_tables_that_it_names_and_for_those_that_it_writes(string sql, string tables)
    {
        var found = SqlText.Tables(sql, new HashSet<string> { "jar", "lid", "shelf", "store.lid" });

        Assert.Equal(tables, string.Join(", ", found.Select(table => table.Writes ? $"{table.Table}!" : table.Table)));
    }

    [Theory]
    [InlineData("delete from ", true)]
    [InlineData("select id from jar j join ", true)]
    [InlineData("update jar set full = ", false)]
    [InlineData("You come from ", false)]
    public void Sql_that_leaves_out_a_tables_name_is_seen(string sql, bool hides) => Assert.Equal(hides, SqlText.HidesATable(sql));

    private static bool IsOf(string capability, string name) => TableOwners.SchemasOf(capability).Contains(name.Split('.')[0]);

    private static bool MayRead(TableUse use) =>
        TableOwners.Table.FirstOrDefault(row => row.Name == use.Table) is { } row
        && (row.Owner == use.Capability || row.Readers.Contains(use.Capability));
}
