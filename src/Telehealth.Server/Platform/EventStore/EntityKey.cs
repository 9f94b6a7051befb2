using Telehealth.Domain.Deciding;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>One entity of one tenant.</summary>
internal readonly record struct EntityKey(TenantId Tenant, string StreamType, Guid StreamId);
