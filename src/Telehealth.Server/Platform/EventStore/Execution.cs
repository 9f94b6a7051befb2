using Telehealth.Domain.Deciding;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// The answer to a command. The same command id of the same actor gets the same answer again, for as long as
/// <see cref="EventStoreOptions.AnswersKeptFor"/>; only what was refused for its form, or because it is not the caller's, is decided anew
/// each time.
/// </summary>
internal abstract record Execution
{
    private Execution()
    {
    }

    /// <summary>
    /// Why the command changed nothing; null when it is met. So an answer is asked: <c>if (execution.Refusal is { } refusal)</c>.
    /// </summary>
    public Rejection? Refusal => (this as Refused)?.Rejection;

    /// <summary>What became of the entity; null when the command was refused.</summary>
    public Done? Outcome => this as Done;

    /// <summary>True when the command led to events, now or when its id was first answered.</summary>
    public bool LedToEvents => Outcome is { Events.Count: > 0 };

    /// <summary>Neither state nor events: they tell of people, and what is printed may end in a log.</summary>
    public sealed override string ToString() =>
        Refusal is { } refusal ? $"refused: {refusal.Code}" : $"done, at version {Outcome?.Version}";

    /// <summary>The command is met.</summary>
    /// <param name="Version">Number of the entity's newest event then; 0 when it has none.</param>
    /// <param name="Position">Where this command's last event stands in the whole log; 0 when the command led to none.</param>
    /// <param name="WasRepeated">True when the command id had been answered before and nothing was decided now.</param>
    /// <param name="Events">What this command led to; empty when it was already so.</param>
    public sealed record Done(long Version, long Position, bool WasRepeated, IReadOnlyList<object> Events) : Execution;

    /// <summary>The command changed nothing.</summary>
    public sealed record Refused(Rejection Rejection) : Execution;
}
