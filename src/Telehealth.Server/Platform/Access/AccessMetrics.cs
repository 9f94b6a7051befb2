using System.Diagnostics.Metrics;

namespace Telehealth.Server.Platform.Access;

/// <summary>What the gate and the sign-in see, under the meter <c>Telehealth.Access</c>. Tags hold method names and codes only.</summary>
internal sealed class AccessMetrics
{
    public const string MeterName = "Telehealth.Access";

    private readonly Histogram<double> _invocations;
    private readonly Counter<long> _signIns;
    private readonly Counter<long> _sessionsEnded;
    private readonly Counter<long> _connectionsCrowdedOut;

    public AccessMetrics(IMeterFactory factory, ConnectionRegistry connections)
    {
        var meter = factory.Create(MeterName);
        _invocations = meter.CreateHistogram<double>(
            "telehealth.hub.invocation.duration", "s", "Time that hub invocations took, by method and outcome.");
        _signIns = meter.CreateCounter<long>("telehealth.access.sign_ins", description: "Sign-ins, by kind and outcome.");
        _sessionsEnded = meter.CreateCounter<long>(
            "telehealth.access.sessions_ended", description: "Sign-ins that were ended before their time.");
        _connectionsCrowdedOut = meter.CreateCounter<long>(
            "telehealth.hub.connections.crowded_out",
            description: "Hub connections ended for a newer one, for the sign-in or the person had too many.");
        meter.CreateObservableGauge("telehealth.hub.connections", () => connections.Count, description: "Hub connections of this node.");
    }

    /// <param name="outcome"><c>ok</c>, <c>refused</c>, <c>failed</c>, or
    /// <c>gone</c> when nobody was there any more to be answered.</param>
    public void Invoked(string method, string outcome, TimeSpan took) =>
        _invocations.Record(
            took.TotalSeconds, new KeyValuePair<string, object?>("method", method), new KeyValuePair<string, object?>("outcome", outcome));

    public void SignedIn(string kind, string outcome) =>
        _signIns.Add(1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("outcome", outcome));

    public void ConnectionCrowdedOut() => _connectionsCrowdedOut.Add(1);

    public void SessionsEnded(int count) => _sessionsEnded.Add(count);
}
