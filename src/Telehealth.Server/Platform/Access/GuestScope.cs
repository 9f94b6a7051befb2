namespace Telehealth.Server.Platform.Access;

/// <summary>
/// What a guest may enter, as whoever keeps the guest links means it: kept with the sign-in, handed back with the caller, and read here by
/// nobody.
/// </summary>
internal readonly record struct GuestScope(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
