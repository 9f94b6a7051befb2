namespace Telehealth.Server.Platform.Access;

/// <summary>What a guest link grants: one seat, until it expires or is revoked.</summary>
/// <param name="Scope">Where the seat is.</param>
/// <param name="Role">In which capacity the guest comes, such as <c>interpreter</c>.</param>
/// <param name="Name">Whom the clinician invited; the guest may say how they want to be called.</param>
internal sealed record GuestGrant(TenantId Tenant, Guid LinkId, GuestScope Scope, string Name, string Role, DateTimeOffset ExpiresAt);

/// <summary>
/// Where guest links are looked up. Whoever invites guests keeps them; the link's secret is a <see cref="Secret"/>, of which the hash is kept.
/// </summary>
internal interface IGuestLinks
{
    /// <summary>Null for a link that is unknown, expired or revoked: whoever asks is told no difference.</summary>
    Task<GuestGrant?> Find(TenantId tenant, byte[] tokenHash, CancellationToken cancellation);

    /// <summary>Somebody comes by this link: whoever sits there by it has left, so that nobody goes on under another's name.</summary>
    Task Vacate(GuestGrant grant, CancellationToken cancellation);
}
