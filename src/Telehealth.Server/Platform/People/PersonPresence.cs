namespace Telehealth.Server.Platform.People;

/// <summary>Whether somebody is connected with any device.</summary>
/// <param name="LastSeen">When a device of theirs was last known to be connected; null when none ever was, as far as is known.</param>
[GenerateSerializer, Immutable, Alias("telehealth.person-presence")]
internal readonly record struct PersonPresence([property: Id(0)] bool IsHere, [property: Id(1)] DateTimeOffset? LastSeen);
