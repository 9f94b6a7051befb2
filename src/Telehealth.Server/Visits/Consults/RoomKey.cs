using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Visits.Consults;

/// <summary>The room of one consult.</summary>
internal readonly record struct RoomKey(TenantId Tenant, Guid Consult)
{
    /// <summary>The name of its grain's type.</summary>
    public const string GrainType = "consult-room";

    public GrainId Grain => EntityAddress.Of(new EntityKey(Tenant, GrainType, Consult));

    public static RoomKey OfGrain(string grainKey)
    {
        var key = EntityAddress.KeyOf(GrainType, grainKey);
        return new RoomKey(key.Tenant, key.StreamId);
    }
}

/// <summary>The page that holds a seat.</summary>
/// <param name="Connection">No two nodes ever give the same id.</param>
/// <param name="Node">The node that it is connected to.</param>
internal readonly record struct SeatPage(string Connection, string Node);
