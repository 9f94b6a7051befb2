using Telehealth.Domain.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Hospitals;

/// <summary>The transport that a notice is about.</summary>
internal sealed record Transport(TenantId Tenant, Guid Emergency, Guid Unit);
