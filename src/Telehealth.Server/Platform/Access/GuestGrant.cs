namespace Telehealth.Server.Platform.Access;

/// <summary>What a guest link grants: one seat, until it expires or is revoked.</summary>
/// <param name="Scope">Where the seat is.</param>
/// <param name="Role">In which capacity the guest comes, such as <c>interpreter</c>.</param>
/// <param name="Name">Whom the clinician invited; the guest may say how they want to be called.</param>
internal sealed record GuestGrant(TenantId Tenant, Guid LinkId, GuestScope Scope, string Name, string Role, DateTimeOffset ExpiresAt);
