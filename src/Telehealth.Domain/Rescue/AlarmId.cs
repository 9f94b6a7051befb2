namespace Telehealth.Domain.Rescue;

/// <summary>Something that a dispatcher must see.</summary>
public readonly record struct AlarmId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
