using Telehealth.Domain.Deciding;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>For whom, by whom and under which id a command runs. A caller's is made by <c>Caller.As</c>.</summary>
internal sealed record CommandContext(TenantId Tenant, CommandId Command, Actor Actor)
{
    /// <summary>By the server itself, under an id that nobody else uses.</summary>
    public static CommandContext OfServer(TenantId tenant) => OfServer(tenant, new CommandId(Guid.CreateVersion7()));

    /// <summary>By the server itself; the same id again gets the same answer.</summary>
    public static CommandContext OfServer(TenantId tenant, CommandId command) => new(tenant, command, Actor.System);

    /// <summary>By somebody who did not sign in.</summary>
    public static CommandContext OfStranger(TenantId tenant, CommandId command) => new(tenant, command, Actor.Stranger);
}
