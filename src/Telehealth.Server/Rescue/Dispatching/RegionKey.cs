using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Rescue.Areas;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// A region whose emergencies are searched for at one place in the cluster: the smallest service area that the emergency lies in, or the
/// whole world outside of all areas.
/// </summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Area">The code of the service area; empty for what lies in none.</param>
internal readonly record struct RegionKey(TenantId Tenant, string Area)
{
    /// <summary>The name of its grain's type.</summary>
    public const string GrainType = "region";

    public string Grain => $"{Tenant.Value:N}{Area}";

    public static RegionKey Of(TenantId tenant, GeoPoint? scene, ServiceAreas areas) =>
        new(tenant, scene is { } place ? areas.Map.ServiceAreaOf(place)?.Code ?? string.Empty : string.Empty);

    /// <summary>Of an emergency; one without a place, or none at all, belongs to the world outside.</summary>
    public static RegionKey Of(TenantId tenant, Emergency emergency, ServiceAreas areas) =>
        Of(tenant, (emergency as Emergency.Open)?.Facts.Place.Point, areas);
}
