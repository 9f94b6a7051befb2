namespace Telehealth.Server.Platform.Telemetry;

/// <summary>
/// Work that the server does by itself and that time or an event makes due. Whoever does it says here what lies before it, so that work
/// that nobody does any more is seen before somebody misses it.
/// </summary>
/// <param name="Name">Told as the label <c>work</c>; stands in the code, and dashboards know it.</param>
/// <param name="BehindAfter">When something has been due for longer, the node is degraded.</param>
/// <param name="Look">Asked every 15 seconds, so an index answers it.</param>
internal sealed record DueWork(string Name, TimeSpan BehindAfter, Func<CancellationToken, Task<Due>> Look);
