using Telehealth.Domain.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Paramedics;

/// <param name="Status">enRoute, onScene, transporting, atHospital or clear.</param>
internal sealed record StatusReport(
    Guid CommandId, Guid EmergencyId, Guid AssignmentId, int Epoch, AssignmentStatus Status, DateTimeOffset DeviceTime);
