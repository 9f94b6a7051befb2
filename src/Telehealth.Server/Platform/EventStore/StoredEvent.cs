using Npgsql;
using Telehealth.Domain.Deciding;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>A fact as it stands in the log.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="StreamType">The kind of entity, such as <c>emergency</c>.</param>
/// <param name="StreamId">The entity.</param>
/// <param name="Version">1 for the entity's first event, then without a gap.</param>
/// <param name="Position">Place in the whole log: rises in the order in which events became visible, with gaps.</param>
/// <param name="Name">Stored name, such as <c>emergency.raised.v1</c>.</param>
/// <param name="Event">The fact.</param>
/// <param name="Actor">Who caused it.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Command">The command that led to it.</param>
internal sealed record StoredEvent(
    TenantId Tenant,
    string StreamType,
    Guid StreamId,
    long Version,
    long Position,
    string Name,
    object Event,
    Actor Actor,
    DateTimeOffset At,
    CommandId Command);

/// <summary>
/// Rows that a user waits for: written in the transaction of the append, and written again from the log by a rebuild.
/// </summary>
internal interface IInlineReadModel
{
    string Name { get; }

    /// <summary>Every table that it writes. They hold nothing that the log cannot give back: a rebuild empties them.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>
    /// Adds the statements for one event, or none. Called by the writer for each event in log order; only adds to the batch, reads no clock
    /// and draws no number, so that a rebuild ends with the same rows.
    /// </summary>
    void Apply(StoredEvent stored, NpgsqlBatch batch);
}

/// <summary>
/// A unique, exclusion or foreign-key constraint of an inline read model that
/// is a rule across entities: the append that violates it is refused with this.
/// </summary>
internal sealed record ConstraintRule(string ConstraintName, Rejection Rejection);

/// <summary>Something on this node that shows the log as it grows.</summary>
internal interface ILiveFeed
{
    /// <summary>Called after the commit, in log order, by one thread at a time. Must not block: hand over and return.</summary>
    void Publish(StoredEvent stored);
}

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
    /// At least once for each event, in log order. An exception means again,
    /// later; after the last try the event is parked and the next one comes.
    /// </summary>
    Task Handle(StoredEvent stored, CancellationToken ct);

    /// <summary>How long one event may take; beyond it the try counts as failed.</summary>
    TimeSpan HandleWithin => TimeSpan.FromMinutes(1);

    /// <summary>The event is parked: all tries failed, and the next event comes. Whoever must learn of it is told here.</summary>
    Task Parked(StoredEvent stored, CancellationToken ct) => Task.CompletedTask;
}
