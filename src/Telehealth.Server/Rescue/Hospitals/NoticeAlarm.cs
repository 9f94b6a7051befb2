using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Hospitals;

/// <summary>Calls a dispatcher to the telephone when a hospital could not be told.</summary>
internal sealed class NoticeAlarm(ServerCommands commands, HospitalList list)
{
    /// <summary>
    /// The same notice raises one alarm, however often this is called. Throws when it could not be raised: the notice must come again.
    /// </summary>
    public async Task Raise(Transport about, PreAlert alert, CancellationToken ct)
    {
        var alarm = DerivedId.From(alert.NoticeId, "not told");
        var command = new EmergencyCommand.ReportHospitalNotTold(
            new AlarmId(alarm), new AssignmentId(alert.Patient), new UnitId(about.Unit),
            list.Find(alert.HospitalCode)?.Name ?? alert.HospitalCode);
        if ((await commands.Run(about.Tenant, about.Emergency, new CommandId(alarm), command, ct)).Refusal is { } refusal)
            throw new InvalidOperationException($"The alarm could not be raised: {refusal.Code}.");
    }
}
