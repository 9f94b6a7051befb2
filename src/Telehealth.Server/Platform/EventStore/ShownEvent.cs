namespace Telehealth.Server.Platform.EventStore;

/// <summary>An event in its newest form.</summary>
/// <param name="Name">Its stored name.</param>
/// <param name="Json">All of it, as it would be stored now.</param>
/// <param name="PublicFields">Those of its fields that its catalogue lets out of the house.</param>
internal sealed record ShownEvent(string Name, string Json, IReadOnlyList<string> PublicFields);
