using Telehealth.Domain.Emergencies;
using Telehealth.Server.Contracts;
using Telehealth.Server.EventStore;
using EmergencyType = Telehealth.Server.EventStore.EntityType<
    Telehealth.Domain.Emergencies.EmergencyCommand, Telehealth.Domain.Emergencies.Emergency, Telehealth.Domain.Emergencies.EmergencyEvent>;

namespace Telehealth.Server.Hospitals;

/// <summary>The transport that a notice is about.</summary>
internal sealed record Transport(TenantId Tenant, Guid Emergency, Guid Unit);

/// <summary>Calls a dispatcher to the telephone when a hospital could not be told.</summary>
internal sealed class NoticeAlarm(EntityStore store, EmergencyType emergencies, HospitalList list)
{
    /// <summary>The same notice raises one alarm, however often this is called.</summary>
    public async Task Raise(Transport about, PreAlert alert, CancellationToken ct)
    {
        var alarm = DerivedId.From(alert.NoticeId, "not told");
        var command = new EmergencyCommand.ReportHospitalNotTold(
            new AlarmId(alarm), new AssignmentId(alert.Patient), new UnitId(about.Unit), list.Find(alert.HospitalCode)?.Name ?? alert.HospitalCode);
        await store.Execute(emergencies, about.Emergency, command, new CommandContext(about.Tenant, new CommandId(alarm), Actor.System), ct);
    }
}
