using Telehealth.Domain.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Emergencies;

internal sealed record HelpCancellation(Guid CommandId, Guid EmergencyId, string Reason);
