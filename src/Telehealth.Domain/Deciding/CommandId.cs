namespace Telehealth.Domain.Deciding;

/// <summary>Chosen by whoever sends a command; the same id again gets the first answer and changes nothing.</summary>
public readonly record struct CommandId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
