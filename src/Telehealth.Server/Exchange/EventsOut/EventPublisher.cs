using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Exchange.EventsOut;

/// <summary>
/// Publishes the log, at least once and each entity's events in their order. A target that is away is tried for as long as it takes: its
/// events wait in the log, which has them anyway.
/// </summary>
internal sealed class EventPublisher(
    IEventTarget target, CloudEventWriter writer, TimeProvider time, IOptions<EventsOutOptions> options, ILogger<EventPublisher> log)
    : IDurableSubscriber
{
    public const string StoredName = "events-out";

    // What was last told of the target; null while it takes events.
    private string? _trouble;

    public string Name => StoredName;

    public bool StartsAtBeginning => options.Value.FromBeginning;

    /// <summary>So many confirmations are on their way at once.</summary>
    public int EntitiesAtOnce => 64;

    public TimeSpan HandleWithin => Timeout.InfiniteTimeSpan;

    public TimeSpan BehindAfter => options.Value.BehindAfter;

    public async Task Handle(StoredEvent stored, CancellationToken ct)
    {
        var outgoing = writer.Write(stored);
        if (!options.Value.Chooses(outgoing.Tenant, outgoing.Type))
            return;

        for (var wait = options.Value.RetryAfter; ; wait = Longer(wait))
        {
            try
            {
                await target.Publish(outgoing, ct);
                TellTakes();
                return;
            }
            catch (Exception cause) when (!ct.IsCancellationRequested && !target.IsForEver(cause))
            {
                TellTrouble(target.ReasonOf(cause));
            }
            await Task.Delay(wait, time, ct);
        }
    }

    private TimeSpan Longer(TimeSpan wait) => wait * 2 < options.Value.RetryAtMostAfter ? wait * 2 : options.Value.RetryAtMostAfter;

    private void TellTrouble(string reason)
    {
        if (Interlocked.Exchange(ref _trouble, reason) != reason)
            log.TargetTakesNothing(target.Name, reason);
    }

    private void TellTakes()
    {
        if (Volatile.Read(ref _trouble) is not null && Interlocked.Exchange(ref _trouble, null) is not null)
            log.TargetTakesAgain(target.Name);
    }
}
