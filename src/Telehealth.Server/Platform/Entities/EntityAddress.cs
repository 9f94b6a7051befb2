using System.Globalization;
using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Platform.Entities;

/// <summary>Which grain an entity is: the kind is its stream's, the key its tenant's id and its own.</summary>
internal static class EntityAddress
{
    private const int IdLength = 32;

    public static GrainId Of(EntityKey key) => GrainId.Create(
        key.StreamType, string.Create(CultureInfo.InvariantCulture, $"{key.Tenant.Value:N}{key.StreamId:N}"));

    public static EntityKey KeyOf(string streamType, string grainKey) => new(
        new TenantId(Guid.ParseExact(grainKey.AsSpan(0, IdLength), "N")), streamType, Guid.ParseExact(grainKey.AsSpan(IdLength), "N"));
}
