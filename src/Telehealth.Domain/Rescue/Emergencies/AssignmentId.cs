namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>One unit's involvement in one emergency, from the offer to its end.</summary>
public readonly record struct AssignmentId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
