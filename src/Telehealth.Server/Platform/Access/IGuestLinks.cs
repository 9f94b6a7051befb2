namespace Telehealth.Server.Platform.Access;

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
