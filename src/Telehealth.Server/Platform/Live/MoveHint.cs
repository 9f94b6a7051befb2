namespace Telehealth.Server.Platform.Live;

/// <summary>What a page is told whose node ends.</summary>
/// <param name="To">
/// Where to connect: an address such as <c>https://care.example.org</c>; null for the same one, where another node answers.
/// </param>
/// <param name="WithinMs">Then this connection is closed.</param>
internal sealed record MoveHint(string? To, int WithinMs);
