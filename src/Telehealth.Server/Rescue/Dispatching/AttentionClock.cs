using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// Asks for a person where no rule can help: an emergency without a place, and one that came while no console was open. The events are what
/// a page or a message to somebody on call is to be sent by.
/// </summary>
internal sealed class AttentionClock(
    ServerCommands commands, NpgsqlDataSource database, IOptions<DispatchOptions> options, TimeProvider time,
    ILogger<AttentionClock> log) : BackgroundService
{
    private const int RowsPerTick = 200;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Ticking.Every(options.Value.SearchTick, AskForPlaces, log, stoppingToken),
        Ticking.Every(options.Value.SearchTick, ReportNobodyPresent, log, stoppingToken));

    private async Task AskForPlaces(CancellationToken ct)
    {
        var without = await database.Query(
            $"select tenant, emergency_id {DispatchWork.WithoutPlace} limit $2",
            ReadEmergency, ct, time.GetUtcNow() - options.Value.PlaceWithin, RowsPerTick);
        foreach (var (tenant, emergency) in without)
        {
            var alarm = new AlarmId(DerivedId.From(emergency, "place"));
            var report = new EmergencyCommand.ReportPlaceMissing(alarm, options.Value.PlaceWithin);
            await commands.RunInRound(tenant, emergency, report, ct);
        }
    }

    private async Task ReportNobodyPresent(CancellationToken ct)
    {
        var unattended = await database.Query(
            $"select e.tenant, e.emergency_id {DispatchWork.Unattended} limit $2",
            ReadEmergency, ct, time.GetUtcNow() - options.Value.ConsoleWithin, RowsPerTick);
        foreach (var (tenant, emergency) in unattended)
        {
            var alarm = new AlarmId(DerivedId.From(emergency, "nobody present"));
            var report = new EmergencyCommand.ReportNobodyPresent(alarm, options.Value.ConsoleWithin);
            await commands.RunInRound(tenant, emergency, report, ct);
            log.NobodyPresent(emergency);
        }
    }

    private static (TenantId Tenant, Guid Emergency) ReadEmergency(NpgsqlDataReader row) =>
        (new TenantId(row.Guid("tenant")), row.Guid("emergency_id"));
}
