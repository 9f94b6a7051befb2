using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Simulation;

/// <summary>One policy through one simulated stretch of days.</summary>
/// <param name="Responses">By priority, from 1: from the call to the first crew at the scene, in seconds, shortest first.</param>
/// <param name="Late">By priority, from 1: how many of them were late. Calls that nobody reached are late.</param>
/// <param name="Unreached">Calls that nobody reached by the end, in no list above.</param>
/// <param name="Utilisation">The mean share of time for which a unit has a job.</param>
/// <param name="Waited">The share of calls that could not be given to a unit in the moment in which they came.</param>
/// <param name="Diversions">How often a unit was taken from a call, for each call.</param>
public sealed record Replication(
    IReadOnlyList<IReadOnlyList<double>> Responses, IReadOnlyList<int> Late, int Unreached, double Utilisation, double Waited,
    double Diversions)
{
    /// <summary>All response times, shortest first.</summary>
    public IReadOnlyList<double> All { get; } = [.. Responses.SelectMany(times => times).Order()];

    /// <summary>The mean response time, in seconds.</summary>
    public double Mean => All.Count == 0 ? double.NaN : All.Average();

    /// <summary>Nine of ten calls were reached within so many seconds (nearest rank).</summary>
    public double P90 => All.Count == 0 ? double.NaN : All[(int)Math.Ceiling(0.9 * All.Count) - 1];

    /// <summary>The share of calls that were late, in percent.</summary>
    public double LatePercent => 100.0 * (Late.Sum() + Unreached) / (All.Count + Unreached);

    /// <summary>The same for calls of one priority that were reached.</summary>
    public double LatePercentOf(Priority priority) => 100.0 * Late[(int)priority - 1] / Responses[(int)priority - 1].Count;

    /// <summary>The mean response time for calls of one priority, in seconds.</summary>
    public double MeanOf(Priority priority) => Responses[(int)priority - 1].DefaultIfEmpty(double.NaN).Average();
}
