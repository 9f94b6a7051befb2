namespace Telehealth.Domain.Visits.Consults;

/// <summary>One visit by video.</summary>
public readonly record struct ConsultId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
