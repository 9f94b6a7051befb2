using Telehealth.Domain.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Paramedics;

internal sealed record OfferAcceptance(Guid CommandId, Guid EmergencyId, Guid AssignmentId, int Epoch, DateTimeOffset DeviceTime);
