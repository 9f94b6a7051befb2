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
/// A unique, exclusion or foreign-key constraint of an inline read model that
/// is a rule across entities: the append that violates it is refused with this.
/// </summary>
internal sealed record ConstraintRule(string ConstraintName, Rejection Rejection);
