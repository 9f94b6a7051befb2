using Telehealth.Domain.Deciding;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>One kind of entity as the store knows it: its rules and the stored names of its events.</summary>
internal sealed class EntityType<TCommand, TState, TEvent>(Decider<TCommand, TState, TEvent> decider, EventCatalogue events)
    where TState : notnull
    where TEvent : notnull
{
    public Decider<TCommand, TState, TEvent> Decider { get; } = decider;

    public EventCatalogue Events { get; } = events;

    public string StreamType => Decider.StreamType;
}

/// <summary>For whom, by whom and under which id a command runs.</summary>
internal sealed record CommandContext(TenantId Tenant, CommandId Command, Actor Actor);

/// <summary>
/// The answer to a command. The same command id of the same actor gets the same answer again, for as long as <see cref="EventStoreOptions.AnswersKeptFor"/>;
/// only what was refused for its form, or because it is not the caller's, is decided anew each time.
/// </summary>
internal abstract record Execution<TState>
{
    private Execution()
    {
    }

    /// <summary>The command is met.</summary>
    /// <param name="State">The entity right after this command.</param>
    /// <param name="Version">Number of the entity's newest event then; 0 when it has none.</param>
    /// <param name="Position">Where this command's last event stands in the whole log; 0 when the command led to none.</param>
    /// <param name="WasRepeated">True when the command id had been answered before and nothing was decided now.</param>
    /// <param name="Events">What this command led to; empty when it was already so.</param>
    public sealed record Done(TState State, long Version, long Position, bool WasRepeated, IReadOnlyList<object> Events) : Execution<TState>;

    /// <summary>The command changed nothing.</summary>
    public sealed record Refused(Rejection Rejection) : Execution<TState>;
}

/// <summary>Rejections that the store itself gives.</summary>
internal static class StoreRejections
{
    /// <summary>The same actor has used this id for something else.</summary>
    public static Rejection IdReused { get; } = Rejection.Invalid(
        "command.id_reused", "This request's id was already used for something else. Send it again with a new id.");

    /// <summary>Others changed the entity each time before this command could be stored.</summary>
    public static Rejection Busy { get; } = Rejection.NotNow(
        "entity.busy", "Too many changes happened at once. Nothing was changed; please try again.");

    /// <summary>The database cannot be reached or does not write. Whether the command was done is not known; sent again with its id it is done once.</summary>
    public static Rejection Unavailable { get; } = new(
        RejectionKind.Unavailable, "store.unavailable", "The server cannot store anything at this moment, and it is not known whether this was done. Send it again.");
}
