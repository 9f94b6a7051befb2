using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Platform.People;

/// <summary>Somebody with an account.</summary>
internal readonly record struct PersonKey(TenantId Tenant, Guid Person)
{
    /// <summary>The name of its grain's type.</summary>
    public const string GrainType = "person";

    public GrainId Grain => EntityAddress.Of(new EntityKey(Tenant, GrainType, Person));

    public static PersonKey OfGrain(string grainKey)
    {
        var key = EntityAddress.KeyOf(GrainType, grainKey);
        return new PersonKey(key.Tenant, key.StreamId);
    }
}
