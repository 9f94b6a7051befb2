using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Server.Rescue.Units;

/// <summary>Which unit, in which tenant.</summary>
internal readonly record struct UnitKey(TenantId Tenant, UnitId Unit);
