using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Platform.Entities;

/// <summary>What became of an order. The entity's state stays where it is.</summary>
/// <param name="Refusal">Why nothing was changed; null when it is met.</param>
/// <param name="Version">See <see cref="Execution.Done"/>.</param>
/// <param name="Position">See <see cref="Execution.Done"/>.</param>
/// <param name="WasRepeated">See <see cref="Execution.Done"/>.</param>
/// <param name="Events">See <see cref="Execution.Done"/>.</param>
/// <param name="Node">Which node has the entity.</param>
/// <param name="IsUnknown">The log has not answered: whether it was done is not known.</param>
[GenerateSerializer, Immutable, Alias("telehealth.entity-answer")]
internal sealed record EntityAnswer(
    [property: Id(0)] Rejection? Refusal, [property: Id(1)] long Version, [property: Id(2)] long Position,
    [property: Id(3)] bool WasRepeated, [property: Id(4)] object[] Events, [property: Id(5)] string Node,
    [property: Id(6)] bool IsUnknown)
{
    public static EntityAnswer Unknown(string node) => new(null, 0, 0, false, [], node, IsUnknown: true);

    public static EntityAnswer Of(Execution execution, string node) => execution.Outcome is { } done
        ? new EntityAnswer(null, done.Version, done.Position, done.WasRepeated, [.. done.Events], node, IsUnknown: false)
        : new EntityAnswer(execution.Refusal, 0, 0, false, [], node, IsUnknown: false);

    public Execution ToExecution() => Refusal is { } refusal
        ? new Execution.Refused(refusal)
        : new Execution.Done(Version, Position, WasRepeated, Events);
}
