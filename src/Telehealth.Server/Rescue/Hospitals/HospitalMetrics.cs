using System.Diagnostics.Metrics;

namespace Telehealth.Server.Rescue.Hospitals;

/// <summary>Whether hospitals can be told, under the meter <c>Telehealth.Hospitals</c>.</summary>
internal sealed class HospitalMetrics
{
    private readonly Counter<long> _tries;

    public HospitalMetrics(IMeterFactory factory) =>
        _tries = factory.Create("Telehealth.Hospitals").CreateCounter<long>(
            "telehealth.hospitals.notice.tries", "{try}", "Tries to tell a hospital's system, by outcome: told or failed.");

    public void Tried(bool isTold) => _tries.Add(1, new KeyValuePair<string, object?>("outcome", isTold ? "told" : "failed"));
}
