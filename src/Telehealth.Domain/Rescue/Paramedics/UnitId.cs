namespace Telehealth.Domain.Rescue.Paramedics;

/// <summary>A crew on one shift with one vehicle. The next shift is another unit.</summary>
public readonly record struct UnitId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
