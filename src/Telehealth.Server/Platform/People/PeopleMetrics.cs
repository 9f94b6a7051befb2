using System.Diagnostics.Metrics;

namespace Telehealth.Server.Platform.People;

/// <summary>Who comes and goes, under the meter <c>Telehealth.People</c>. No tag says who.</summary>
internal sealed class PeopleMetrics
{
    public const string MeterName = "Telehealth.People";

    private readonly Counter<long> _changes;
    private readonly Counter<long> _failedWrites;
    private readonly Counter<long> _failedCalls;
    private readonly Counter<long> _calls;
    private readonly Meter _meter;

    public PeopleMetrics(IMeterFactory factory)
    {
        var meter = _meter = factory.Create(MeterName);
        _changes = meter.CreateCounter<long>("telehealth.people.changes", "{change}", "People who came or went, by which of both.");
        _calls = meter.CreateCounter<long>("telehealth.people.calls", "{call}", "What this node said of people's devices.");
        _failedCalls = meter.CreateCounter<long>(
            "telehealth.people.calls.failed", "{call}", "Calls about people that had no answer; they are made again.");
        _failedWrites = meter.CreateCounter<long>(
            "telehealth.people.writes.failed", "{write}", "When somebody was last seen could not be written down, by reason.");
    }

    public void Observe(string name, Func<int> count, string description) =>
        _meter.CreateObservableGauge(name, count, "{person}", description);

    public void Changed(bool isHere) => _changes.Add(1, new KeyValuePair<string, object?>("change", isHere ? "came" : "went"));

    public void Called() => _calls.Add(1);

    public void CallFailed() => _failedCalls.Add(1);

    /// <param name="reason"><c>overtaken</c> or <c>unavailable</c>.</param>
    public void WriteFailed(string reason) => _failedWrites.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
