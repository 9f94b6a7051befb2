namespace Telehealth.Domain.Deciding;

/// <summary>One organisation's data, walled off from every other's.</summary>
public readonly record struct TenantId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>Somebody with a sign-in: patient, clinician, paramedic, dispatcher or administrator.</summary>
public readonly record struct PersonId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>One visit by video.</summary>
public readonly record struct ConsultId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>
/// A seat in a consult: a person's id for those who signed in, a guest link's id for guests. The seat outlives a connection.
/// </summary>
public readonly record struct ParticipantId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>One request for help.</summary>
public readonly record struct EmergencyId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>A crew on one shift with one vehicle. The next shift is another unit.</summary>
public readonly record struct UnitId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>One unit's involvement in one emergency, from the offer to its end.</summary>
public readonly record struct AssignmentId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>Something that a dispatcher must see.</summary>
public readonly record struct AlarmId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>Something that a hospital is to be told.</summary>
public readonly record struct NoticeId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>Chosen by whoever sends a command; the same id again gets the first answer and changes nothing.</summary>
public readonly record struct CommandId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
