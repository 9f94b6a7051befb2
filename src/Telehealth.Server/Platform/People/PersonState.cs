namespace Telehealth.Server.Platform.People;

/// <summary>What is written down of a person's presence.</summary>
internal sealed class PersonState
{
    public PersonState()
    {
    }

    public PersonState(bool isHere, DateTimeOffset? lastSeen) => (IsHere, LastSeen) = (isHere, lastSeen);

    /// <summary>They were there when this was written.</summary>
    public bool IsHere { get; init; }

    /// <summary>When a device of theirs was last known to be connected.</summary>
    public DateTimeOffset? LastSeen { get; init; }
}
