namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// Work that follows the log at its own pace and survives restarts, such as a text message to a relative. One node at a time runs it.
/// </summary>
internal interface IDurableSubscriber
{
    /// <summary>Stored with the cursor; never renamed.</summary>
    string Name { get; }

    /// <summary>
    /// Whether a subscriber that is new to this log sees the past too. False for what reaches people: nobody wants last year's messages.
    /// </summary>
    bool StartsAtBeginning => true;

    /// <summary>
    /// How many entities are dealt with at the same time, each in the order of its own events. More than one is for a subscriber whose
    /// repeats change nothing: its cursor moves a page at a time, so a page is repeated after a crash.
    /// </summary>
    int EntitiesAtOnce => 1;

    /// <summary>
    /// How much time lies between the beginnings of two rounds at least. For a subscriber whose work may wait for a moment: it then looks
    /// at what many commits have brought at once, and not at each.
    /// </summary>
    TimeSpan AtMostEvery => TimeSpan.Zero;

    /// <summary>
    /// At least once for each event, in log order. An exception means again,
    /// later; after the last try the event is parked and the next one comes.
    /// </summary>
    Task Handle(StoredEvent stored, CancellationToken ct);

    /// <summary>
    /// How long one event may take; beyond it the try counts as failed. <see cref="Timeout.InfiniteTimeSpan"/> is for a subscriber that waits
    /// by itself for whatever it depends on.
    /// </summary>
    TimeSpan HandleWithin => TimeSpan.FromMinutes(1);

    /// <summary>When an event has waited for longer, the nodes say that they are degraded.</summary>
    TimeSpan BehindAfter => TimeSpan.FromMinutes(1);

    /// <summary>The event is parked: all tries failed, and the next event comes. Whoever must learn of it is told here.</summary>
    Task Parked(StoredEvent stored, CancellationToken ct) => Task.CompletedTask;
}
