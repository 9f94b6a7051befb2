using Telehealth.Domain.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Paramedics;

internal sealed record OfferRefusal(
    Guid CommandId, Guid EmergencyId, Guid AssignmentId, int Epoch, string Reason, DateTimeOffset DeviceTime);
