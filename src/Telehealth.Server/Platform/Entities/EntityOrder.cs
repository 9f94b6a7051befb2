using System.Diagnostics;
using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Platform.Entities;

/// <summary>
/// A command on its way to its entity. Inside a node it is handed over as it is; between nodes the command and its sender go as the JSON in
/// which events are stored, so the domain needs no attribute for it.
/// </summary>
/// <param name="Command">One of the entity's commands.</param>
/// <param name="CommandId">The same id of the same sender gets the same answer.</param>
/// <param name="Sender">By whom.</param>
/// <param name="Trace">The span that asks, as <c>traceparent</c>; null when nobody traces.</param>
[GenerateSerializer, Immutable, Alias("telehealth.entity-order")]
internal sealed record EntityOrder(
    [property: Id(0)] object Command, [property: Id(1)] Guid CommandId, [property: Id(2)] Actor Sender,
    [property: Id(3)] string? Trace)
{
    public static EntityOrder Of(object command, CommandContext context) =>
        new(command, context.Command.Value, context.Actor, Activity.Current?.Id);

    public CommandContext ContextFor(TenantId tenant) => new(tenant, new CommandId(CommandId), Sender);
}
