namespace Telehealth.Server.Platform.EventStore;

/// <summary>What a durable subscriber has still before it.</summary>
/// <param name="Events">How many.</param>
/// <param name="OldestAge">How long ago the oldest of them was decided; zero without one.</param>
internal sealed record Backlog(long Events, TimeSpan OldestAge);
