namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>Something that a hospital is to be told.</summary>
public readonly record struct NoticeId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
