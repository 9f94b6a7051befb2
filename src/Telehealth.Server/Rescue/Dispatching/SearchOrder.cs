using System.Diagnostics;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>What is to be looked for, and because of what.</summary>
/// <param name="Work">How.</param>
/// <param name="Tenant">Whose emergency.</param>
/// <param name="Emergency">Which one.</param>
/// <param name="Version">The event from which it follows: every id of what it leads to is derived from it.</param>
/// <param name="Answered">A unit that has just answered, or was let go; null for none.</param>
/// <param name="Trace">The span that asks, as <c>traceparent</c>; null when nobody traces.</param>
[GenerateSerializer, Immutable, Alias("telehealth.search-order")]
internal sealed record SearchOrder(
    [property: Id(0)] SearchWork Work, [property: Id(1)] Guid Tenant, [property: Id(2)] Guid Emergency, [property: Id(3)] long Version,
    [property: Id(4)] Guid? Answered, [property: Id(5)] string? Trace)
{
    public static SearchOrder Of(SearchWork work, TenantId tenant, Guid emergency, long version, Guid? answered = null) =>
        new(work, tenant.Value, emergency, version, answered, Activity.Current?.Id);
}

/// <summary>How a region looks for units.</summary>
[GenerateSerializer, Alias("telehealth.search-work")]
internal enum SearchWork
{
    /// <summary>For every need that is unmet.</summary>
    Search,

    /// <summary>Something else is known of the emergency: also whoever has not answered may be too far away now.</summary>
    Replace,

    /// <summary>Nobody was left: whether somebody could serve it now.</summary>
    LookAgain,
}
