namespace Telehealth.Dispatch.Areas;

/// <summary>What an area is for.</summary>
public enum AreaKind
{
    /// <summary>Where a service answers: it has home units and a dispatch desk.</summary>
    Service,

    /// <summary>Somewhere to know about when a unit enters or leaves it.</summary>
    Geofence,

    /// <summary>Where a hospital takes its patients from.</summary>
    Catchment,
}
