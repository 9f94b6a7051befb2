namespace Telehealth.Domain.Visits.Consults;

/// <summary>
/// A seat in a consult: a person's id for those who signed in, a guest link's id for guests. The seat outlives a connection.
/// </summary>
public readonly record struct ParticipantId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
