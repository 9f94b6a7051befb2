using System.ComponentModel.DataAnnotations;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>Section <c>EventStore</c>.</summary>
internal sealed class EventStoreOptions
{
    /// <summary>Appends that may wait for the writer. When full, a caller waits for a place as long as it likes to.</summary>
    [Range(1, 1_000_000)]
    public int QueuedAppends { get; set; } = 4_096;

    /// <summary>Appends that share one commit. Larger gains little (see the load test <c>appends</c>) and costs latency.</summary>
    [Range(1, 10_000)]
    public int AppendsPerCommit { get; set; } = 256;

    /// <summary>Decisions on a newer state, after another node was faster, before a command is refused with <c>entity.busy</c>.</summary>
    [Range(1, 1_000)]
    public int DecisionsPerCommand { get; set; } = 16;

    /// <summary>How long appends are tried again while the database is away, before callers get an exception.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How long a caller waits for its answer at most. Then it hears <c>store.unavailable</c>, and may send the command again with its id.
    /// </summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the answer to a command is kept for whoever asks again with its id. A device that was away for longer is decided anew.
    /// </summary>
    public TimeSpan AnswersKeptFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often answers that are older are removed.</summary>
    public TimeSpan ForgetEvery { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often the log is looked at when nothing announced a change.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The tail is behind, and the node not ready, when it has not reached the end of the log for this long.</summary>
    public TimeSpan TailBehindAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Tries of a durable subscriber before an event is parked.</summary>
    [Range(1, 100)]
    public int TriesBeforeParking { get; set; } = 6;

    /// <summary>A node that runs a subscriber and has not said that it is alive for this long loses it to another.</summary>
    public TimeSpan HolderSilentAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Wait after a subscriber's first failure; doubles each time.</summary>
    public TimeSpan FirstRetryAfter { get; set; } = TimeSpan.FromMilliseconds(200);
}
