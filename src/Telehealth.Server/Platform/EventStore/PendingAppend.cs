using System.Diagnostics;
using Telehealth.Domain.Deciding;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>An event with the form in which it is stored.</summary>
internal readonly record struct NamedEvent(object Event, string Name, string Json);

/// <summary>
/// A decided command on its way to the log. One without events still goes there: the log confirms that it was decided on the newest state,
/// and keeps the answer under the actor's command id.
/// </summary>
internal sealed class PendingAppend(
    EntityKey key, long expectedVersion, IReadOnlyList<NamedEvent> events, Rejection? refusal, CommandContext context, DateTimeOffset at)
{
    // Continuations must not run on the writer's loop, or one caller could hold up all others.
    private readonly TaskCompletionSource<AppendOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EntityKey Key { get; } = key;

    public long ExpectedVersion { get; } = expectedVersion;

    public IReadOnlyList<NamedEvent> Events { get; } = events;

    public Rejection? Refusal { get; } = refusal;

    public CommandContext Context { get; } = context;

    /// <summary>
    /// Whether a repeat must get this answer again. What was refused for its form, or to a stranger, changed nothing and would be refused
    /// again; nobody can fill the database with it.
    /// </summary>
    public bool IsKept => Events.Count > 0 || Refusal is not { IsOfState: false };

    public DateTimeOffset At { get; } = at;

    /// <summary>The span that decided it; none when nobody traces.</summary>
    public ActivityContext Trace { get; } = Activity.Current?.Context ?? default;

    public Task<AppendOutcome> Outcome => _outcome.Task;

    public void Complete(AppendOutcome outcome) => _outcome.TrySetResult(outcome);

    public void Fail(Exception cause) => _outcome.TrySetException(cause);

    /// <summary>The same command, answered with a refusal instead of events.</summary>
    public PendingAppend AsRefused(Rejection rejection) => new(Key, ExpectedVersion, [], rejection, Context, At);
}

/// <summary>What the log said to an append. Only ever told after the commit.</summary>
internal abstract record AppendOutcome
{
    private AppendOutcome()
    {
    }

    /// <summary>It stands in the log.</summary>
    /// <param name="Events">What was stored, in order; empty for a refusal or when it was already so.</param>
    public sealed record Stored(IReadOnlyList<StoredEvent> Events) : AppendOutcome;

    /// <summary>The entity has moved on since the state on which this was decided.</summary>
    public sealed record Conflict : AppendOutcome;

    /// <summary>The command id has an answer already.</summary>
    public sealed record Repeated : AppendOutcome;

    /// <summary>A rule across entities forbids it; the refusal is stored as the command's answer.</summary>
    public sealed record Violated(Rejection Rejection) : AppendOutcome;
}
