using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Domain.Emergencies;
using Telehealth.Server.EventStore;
using Telehealth.Server.Hosting;
using EmergencyType = Telehealth.Server.EventStore.EntityType<
    Telehealth.Domain.Emergencies.EmergencyCommand, Telehealth.Domain.Emergencies.Emergency, Telehealth.Domain.Emergencies.EmergencyEvent>;

namespace Telehealth.Server.Dispatching;

/// <summary>Looks at emergencies that nobody took, and starts their search again as soon as somebody came free. Every node runs it.</summary>
internal sealed class SearchAgain(
    EntityStore store, EmergencyType emergencies, UnitChooser chooser, NpgsqlDataSource database, IOptions<DispatchOptions> options, ILogger<SearchAgain> log)
    : BackgroundService
{
    private const int RowsPerTick = 200;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticking.Every(options.Value.SearchTick, SearchAgainWhereSomebodyCameFree, log, stoppingToken);

    private async Task SearchAgainWhereSomebodyCameFree(CancellationToken ct)
    {
        var unserved = await database.Query(
            "select tenant, emergency_id from emergency where phase = 'unserved' and ended_at is null order by priority, raised_at limit $1",
            row => (Tenant: new TenantId(row.Guid("tenant")), Emergency: row.Guid("emergency_id")), ct, RowsPerTick);
        foreach (var emergency in unserved)
        {
            var (state, _) = await store.Load(emergencies, emergency.Tenant, emergency.Emergency, ct);
            if (state is Emergency.Unserved { Facts: var facts } && chooser.Best(emergency.Tenant, facts).Count > 0)
            {
                var context = new CommandContext(emergency.Tenant, new CommandId(Guid.CreateVersion7()), Actor.System);
                await store.Execute(emergencies, emergency.Emergency, new EmergencyCommand.SearchAgain(AlsoThoseWhoSaidNo: false), context, ct);
            }
        }
    }
}
