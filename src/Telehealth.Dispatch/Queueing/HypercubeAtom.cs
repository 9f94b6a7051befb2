namespace Telehealth.Dispatch.Queueing;

/// <summary>A part of the city whose calls ask for the same units in the same order.</summary>
/// <param name="ArrivalRate">Calls for each unit of time, by chance alone (Poisson); 0 or more.</param>
/// <param name="Preference">Every unit once, the one to send first at the front; units are numbered from 0.</param>
public sealed record HypercubeAtom(double ArrivalRate, IReadOnlyList<int> Preference);
