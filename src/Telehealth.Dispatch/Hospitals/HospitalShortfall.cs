namespace Telehealth.Dispatch.Hospitals;

/// <summary>No open hospital has what is required.</summary>
/// <param name="Required">What is required.</param>
/// <param name="Text">The same as a sentence, with how many were left out and why.</param>
/// <param name="Instead">Open hospitals with an emergency department, shortest
/// drive first, and what they lack; empty when there is none.</param>
public sealed record HospitalShortfall(HospitalCapabilities Required, string Text, IReadOnlyList<RankedHospital> Instead);
