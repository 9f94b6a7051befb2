using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Domain.Triage;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Platform.Sql;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.ResponsePlans;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.EventStore;

/// <summary>Every row of every screen can be written again from the log.</summary>
public sealed class WholeRebuildTests : IAsyncLifetime
{
    private readonly SteppedTime _time = new();
    private TestDatabase? _database;
    private StoreNode? _node;

    private StoreNode Node => _node!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create("server", JarDatabase.Migrate);
        await JarDatabase.AddJars(_database.ConnectionString);
        _node = await StoreNode.Start(
            _database.ConnectionString,
            services =>
            {
                services.AddEntity(ConsultRules.Decider, ConsultEntity.Events).AddInlineReadModel<ConsultReadModel>();
                services
                    .AddEntity(UnitRules.Decider, UnitEntity.Events)
                    .AddInlineReadModel<UnitReadModel>()
                    .AddInlineReadModel<UnitActivityReadModel>();
                services.AddEntity(EmergencyRules.Decider, EmergencyEntity.Events).AddInlineReadModel<EmergencyReadModel>();
                services.AddEntity(ResponsePlanBook.Decider, ResponsePlanEntity.Events);
                services.AddSingleton<TimeProvider>(_time);
            });
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await _database!.DisposeAsync();
    }

    [Fact]
    public async Task A_rebuild_from_a_log_with_every_kind_of_event_ends_with_the_same_rows()
    {
        await new WholeHistory(Node, _time).Live();
        await AssertEveryKindOfEvent();
        AssertEveryReadModel();
        await AssertUnitsAndJobsAgree();
        await AssertPhasesAreTheRules();
        var before = await Dump();
        Assert.DoesNotContain(before, table => table.Value == "[]" && !table.Key.StartsWith("jar", StringComparison.Ordinal));

        // What a lost or spoilt table would look like.
        await Run("update emergencies.emergency set phase = 'searching', priority = 4");
        await Run("delete from consults.consult_message");
        await Node.Get<ReadModelRebuild>().RebuildReadModels(CancellationToken.None);

        var after = await Dump();
        foreach (var (table, rows) in before)
            Assert.True(rows == after[table], $"{table} was\n{rows}\nand is\n{after[table]}");
    }

    [Fact]
    public async Task A_database_from_before_tables_had_schemas_keeps_its_rows_and_a_rebuild_ends_with_the_same()
    {
        await new WholeHistory(Node, _time).Live();
        var before = await Dump();
        foreach (var table in before.Keys.Where(table => table.Contains('.', StringComparison.Ordinal)).Append("event_store.event"))
            await Run($"alter table {table} set schema public");

        // There was one more then.
        await Run("create table waiting_presence ()");
        await Run(Migrations.BuiltIn.Single(step => step.Name == "0022_hosting_schemas").Sql);
        await Run(Migrations.BuiltIn.Single(step => step.Name == "0026_consults_waiting_presence").Sql);
        Assert.Equal(before, await Dump());
        await Node.Get<ReadModelRebuild>().RebuildReadModels(CancellationToken.None);

        Assert.Equal(before, await Dump());
    }

    private async Task AssertEveryKindOfEvent()
    {
        var stored = await Node.Get<NpgsqlDataSource>()
            .Query("select distinct name from event_store.event", row => row.GetString(0), CancellationToken.None);
        var known = new[] { ConsultEntity.Events, EmergencyEntity.Events, UnitEntity.Events, ResponsePlanEntity.Events }
            .SelectMany(catalogue => catalogue.All).Select(entry => entry.Name);
        Assert.Equal(known.Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
    }

    private void AssertEveryReadModel()
    {
        var all = typeof(IInlineReadModel).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IInlineReadModel)));
        Assert.Empty(all.Except(Node.Get<IEnumerable<IInlineReadModel>>().Select(model => model.GetType())));
    }

    /// <summary>Two capabilities write them from the same events: what a unit does is what its live assignment says.</summary>
    private async Task AssertUnitsAndJobsAgree() => Assert.Equal(0L, await Node.Scalar<long>(
        """
        select count(*) from units.unit_activity u
        full join (select * from emergencies.assignment where ended_at is null) a using (tenant, unit_id)
        where (u.emergency_id, u.status) is distinct from (a.emergency_id, a.status)
        """));

    /// <summary>A statement counts the units of an emergency, and the rules fold its events: both must come to the same word.</summary>
    private async Task AssertPhasesAreTheRules()
    {
        var rows = await Node.Get<NpgsqlDataSource>().Query(
            "select emergency_id, phase from emergencies.emergency where ended_at is null",
            row => (Id: row.Guid("emergency_id"), Phase: WireNames.FromWire<EmergencyPhase>(row.Text("phase"))), CancellationToken.None);
        Assert.NotEmpty(rows);
        var emergencies = Node.Get<EntityType<EmergencyCommand, Emergency, EmergencyEvent>>();
        foreach (var row in rows)
        {
            var state = (await Node.Log.Load(emergencies, StoreNode.Tenant, row.Id, null, CancellationToken.None)).State;
            Assert.Equal((row.Id, EmergencyPhases.Of(Assert.IsType<Emergency.Open>(state))), row);
        }
    }

    private async Task<Dictionary<string, string>> Dump()
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in Node.Get<InlineReadModels>().Tables)
            all[table] = await Node.Scalar<string>(
                $"select coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text), '[]')::text from {table} t");
        return all;
    }

    private async Task Run(string sql)
    {
        await using var command = Node.Get<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
