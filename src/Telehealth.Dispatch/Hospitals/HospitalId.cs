namespace Telehealth.Dispatch.Hospitals;

/// <summary>One hospital of a tenant.</summary>
public readonly record struct HospitalId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
