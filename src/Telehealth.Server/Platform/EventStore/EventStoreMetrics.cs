using System.Diagnostics;
using System.Diagnostics.Metrics;
using Telehealth.Domain.Deciding;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// What is asked of the log and what it does, under the meter <c>Telehealth.EventStore</c>. Tags hold kinds of entities, stored names of
/// events, codes and names of subscribers: all of them stand in the code, and none says whose anything is.
/// </summary>
internal sealed class EventStoreMetrics
{
    public const string MeterName = "Telehealth.EventStore";

    private readonly Meter _meter;
    private readonly Counter<long> _commands;
    private readonly Histogram<double> _commandDuration;
    private readonly Counter<long> _events;
    private readonly Counter<long> _batches;
    private readonly Histogram<double> _batchDuration;
    private readonly Histogram<int> _batchSize;
    private readonly Counter<long> _handled;

    public EventStoreMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MeterName);
        _commands = _meter.CreateCounter<long>(
            "telehealth.event_store.commands", "{command}",
            "Commands answered, by kind of entity, outcome (done, repeated, refused, failed, gone) and code of the refusal.");
        _commandDuration = _meter.CreateHistogram<double>(
            "telehealth.event_store.command.duration", "s", "Time from a command to its answer, which is after the commit.");
        _events = _meter.CreateCounter<long>(
            "telehealth.event_store.events", "{event}", "Events that this node committed, by stored name. Each is counted on one node.");
        _batches = _meter.CreateCounter<long>(
            "telehealth.event_store.batches", "{batch}", "Commits, by outcome: committed, tried_again, given_up, split.");
        _batchDuration = _meter.CreateHistogram<double>(
            "telehealth.event_store.batch.duration", "s", "Time that a commit took, from its first statement.");
        _batchSize = _meter.CreateHistogram(
            "telehealth.event_store.batch.size", "{append}", "Appends that shared a commit.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] });
        _handled = _meter.CreateCounter<long>(
            "telehealth.event_store.subscription.events", "{event}",
            "Events that durable subscribers were given, by subscriber and outcome: handled, tried_again, parked.");
    }

    public void Executed(string entity, Rejection? refusal, bool wasRepeated, TimeSpan took) =>
        Answered(entity, refusal is not null ? "refused" : wasRepeated ? "repeated" : "done", refusal?.Code ?? string.Empty, took);

    /// <param name="isGone">Nobody waits for the answer any more; what reached the log is done all the same.</param>
    public void Failed(string entity, bool isGone, TimeSpan took) => Answered(entity, isGone ? "gone" : "failed", string.Empty, took);

    public void Committed(string eventName) => _events.Add(1, new KeyValuePair<string, object?>("event", eventName));

    public void BatchCommitted(int appends, TimeSpan took)
    {
        Batch("committed");
        _batchSize.Record(appends);
        _batchDuration.Record(took.TotalSeconds);
    }

    /// <param name="outcome"><c>committed</c>, <c>tried_again</c>, <c>given_up</c> or <c>split</c>.</param>
    public void Batch(string outcome) => _batches.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <param name="outcome"><c>handled</c>, <c>tried_again</c> or <c>parked</c>.</param>
    public void Handled(string subscriber, string outcome) =>
        _handled.Add(1, new KeyValuePair<string, object?>("subscriber", subscriber), new KeyValuePair<string, object?>("outcome", outcome));

    public void WatchQueue(Func<int> waiting) => _meter.CreateObservableUpDownCounter(
        "telehealth.event_store.appends.waiting", waiting, "{append}", "Appends that wait for the writer.");

    public void WatchTail(Func<TimeSpan> lag) => _meter.CreateObservableGauge(
        "telehealth.event_store.tail.lag", () => lag().TotalSeconds, "s", "How long ago the live feeds were last at the end of the log.");

    /// <param name="lags">Of the subscribers that run here.</param>
    public void WatchSubscriptions(Func<IEnumerable<(string Subscriber, TimeSpan Lag)>> lags) => _meter.CreateObservableGauge(
        "telehealth.event_store.subscription.lag",
        () => lags().Select(lag => new Measurement<double>(
            lag.Lag.TotalSeconds, new KeyValuePair<string, object?>("subscriber", lag.Subscriber))),
        "s", "Age of the event at which a durable subscriber is, 0 at the end of the log. Told by the node that runs it.");

    private void Answered(string entity, string outcome, string code, TimeSpan took)
    {
        _commands.Add(1, new TagList { { "entity", entity }, { "outcome", outcome }, { "code", code } });
        _commandDuration.Record(took.TotalSeconds, new TagList { { "entity", entity }, { "outcome", outcome } });
    }
}
