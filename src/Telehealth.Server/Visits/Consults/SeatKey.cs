using System.Text.Json.Serialization;

namespace Telehealth.Server.Visits.Consults;

/// <summary>A seat of one consult.</summary>
internal readonly record struct SeatKey(TenantId Tenant, Guid Consult, Guid Participant)
{
    [JsonIgnore]
    public RoomKey Room => new(Tenant, Consult);
}
