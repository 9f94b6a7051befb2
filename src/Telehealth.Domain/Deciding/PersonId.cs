namespace Telehealth.Domain.Deciding;

/// <summary>Somebody with a sign-in: patient, clinician, paramedic, dispatcher or administrator.</summary>
public readonly record struct PersonId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
