namespace Telehealth.Server.Platform.Access;

/// <summary>
/// What a capability of this node lets somebody have for as long as their
/// sign-in holds, beyond their connections: such as a seat in a consult.
/// </summary>
internal interface IHeldBySession
{
    /// <summary>The sign-ins behind what is held here now.</summary>
    IEnumerable<(TenantId Tenant, Guid SessionId)> Sessions { get; }

    /// <summary>These sign-ins have ended: from now on nothing is served by what they hold. Returns at once.</summary>
    void End(IReadOnlySet<Guid> sessionIds);
}
