using System.Diagnostics.Metrics;

namespace Telehealth.Server.Platform.Live;

/// <summary>
/// Live connections and what they did not take, under the meter <c>Telehealth.Live</c>. Tags hold names of hubs and reasons only.
/// </summary>
internal sealed class LiveMetrics
{
    public const string MeterName = "Telehealth.Live";

    private readonly Counter<long> _dropped;
    private readonly UpDownCounter<long> _connections;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _moved;
    private readonly Counter<long> _turnedAway;

    public LiveMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        _dropped = meter.CreateCounter<long>(
            "telehealth.live.connections.dropped", "{connection}",
            "Connections dropped because they did not take what they were told, by hub and reason.");
        _connections = meter.CreateUpDownCounter<long>("telehealth.live.connections", "{connection}", "Live connections, by hub.");
        _messages = meter.CreateCounter<long>(
            "telehealth.live.messages", "{message}", "Messages put out for connections, one for each of them, by hub.");
        _moved = meter.CreateCounter<long>(
            "telehealth.live.connections.moved", "{connection}",
            "Connections that were told to go because this node ends, and those that did not and were closed, by hub and step.");
        _turnedAway = meter.CreateCounter<long>(
            "telehealth.live.connections.turned_away", "{connection}", "Connections that were not let in because this node ends, by hub.");
    }

    public void Came(string hub) => _connections.Add(1, new KeyValuePair<string, object?>("hub", hub));

    public void Went(string hub) => _connections.Add(-1, new KeyValuePair<string, object?>("hub", hub));

    public void PutOut(string hub, int connections) => _messages.Add(connections, new KeyValuePair<string, object?>("hub", hub));

    /// <param name="step"><c>told</c> or <c>closed</c>.</param>
    public void Moved(string hub, string step) =>
        _moved.Add(1, new KeyValuePair<string, object?>("hub", hub), new KeyValuePair<string, object?>("step", step));

    public void TurnedAway(string hub) => _turnedAway.Add(1, new KeyValuePair<string, object?>("hub", hub));

    /// <param name="reason"><c>full</c>, <c>slow</c> or <c>failed</c>.</param>
    public void Dropped(string hub, string reason) =>
        _dropped.Add(1, new KeyValuePair<string, object?>("hub", hub), new KeyValuePair<string, object?>("reason", reason));
}
