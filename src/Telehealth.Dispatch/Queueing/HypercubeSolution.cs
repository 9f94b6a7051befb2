namespace Telehealth.Dispatch.Queueing;

/// <summary>What units do in the long run.</summary>
/// <param name="Workloads">The share of time for which each unit is busy.</param>
/// <param name="FoundAllBusy">The share of calls that found every unit busy: lost without a line, waiting with one.</param>
/// <param name="Dispatches">By atom, then by unit: the share of all
/// dispatches in which that unit goes to that atom. They add up to 1.</param>
/// <param name="Sweeps">How many sweeps over the states it took.</param>
public sealed record HypercubeSolution(
    IReadOnlyList<double> Workloads, double FoundAllBusy, IReadOnlyList<IReadOnlyList<double>> Dispatches, int Sweeps);
