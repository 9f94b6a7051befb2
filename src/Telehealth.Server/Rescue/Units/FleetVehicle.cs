using Telehealth.Domain.Triage;

namespace Telehealth.Server.Rescue.Units;

/// <summary>A vehicle that a crew can take.</summary>
internal sealed record FleetVehicle(Guid Id, string CallSign, Skills Skills);
