using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Telehealth.Server.Platform.Live;

/// <summary>By which way other nodes are told, and what of it was lost, under the meter <c>Telehealth.Live</c>.</summary>
internal sealed class WideMetrics
{
    private readonly Counter<long> _told;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _failed;

    /// <summary>Of each hub that has Redis: whether all other nodes hear by it.</summary>
    private readonly ConcurrentDictionary<string, Func<bool>> _reaches = new(StringComparer.Ordinal);

    public WideMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(LiveMetrics.MeterName);
        _told = meter.CreateCounter<long>(
            "telehealth.live.wide.told", "{message}", "Messages to groups that span nodes, told to other nodes, by hub and way.");
        _dropped = meter.CreateCounter<long>(
            "telehealth.live.redis.dropped", "{message}",
            "Messages that other nodes never heard because too many waited for Redis, by hub.");
        _failed = meter.CreateCounter<long>(
            "telehealth.live.redis.failed", "{attempt}", "Times that Redis did not answer or was not reached, by hub.");
        meter.CreateObservableGauge(
            "telehealth.live.redis.reaches",
            () => _reaches.Select(hub => new Measurement<int>(
                hub.Value() ? 1 : 0, new KeyValuePair<string, object?>("hub", hub.Key))),
            "{state}", "1 while this node tells by Redis, 0 while it tells by the bus although Redis is configured, by hub.");
    }

    /// <param name="hub">The name of the hub.</param>
    /// <param name="way"><c>redis</c> or <c>bus</c>.</param>
    public void Told(string hub, string way) =>
        _told.Add(1, new KeyValuePair<string, object?>("hub", hub), new KeyValuePair<string, object?>("way", way));

    public void Dropped(string hub) => _dropped.Add(1, new KeyValuePair<string, object?>("hub", hub));

    public void Failed(string hub) => _failed.Add(1, new KeyValuePair<string, object?>("hub", hub));

    public void Watch(string hub, Func<bool> reaches) => _reaches[hub] = reaches;
}
