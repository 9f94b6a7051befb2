namespace Telehealth.Domain.Deciding;

/// <summary>One organisation's data, walled off from every other's.</summary>
public readonly record struct TenantId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
