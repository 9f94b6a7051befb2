using System.Diagnostics.Metrics;

namespace Telehealth.Server.Visits.ConnectionTests;

/// <summary>Connection tests, under the meter <c>Telehealth.ConnectionTests</c>.</summary>
internal sealed class ConnectionTestMetrics
{
    private readonly Counter<long> _begun;

    public ConnectionTestMetrics(IMeterFactory factory, ConnectionTestCommands tests)
    {
        var meter = factory.Create("Telehealth.ConnectionTests");
        _begun = meter.CreateCounter<long>(
            "telehealth.connection_tests.begun", "{test}", "Connection tests asked for, by outcome: ok, or the code of the refusal.");
        meter.CreateObservableUpDownCounter(
            "telehealth.connection_tests.running", () => (long)tests.Running, "{test}", "Connection tests that run.");
    }

    public void Begun(string outcome) => _begun.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
