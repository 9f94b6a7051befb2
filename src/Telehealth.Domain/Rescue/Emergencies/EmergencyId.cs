namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>One request for help.</summary>
public readonly record struct EmergencyId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
