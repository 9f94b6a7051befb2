namespace Telehealth.Dispatch.Hospitals;

/// <summary>Where to go, and why not elsewhere.</summary>
/// <param name="Ranked">Open hospitals that have what is required, shortest drive first.</param>
/// <param name="LeftOut">All others: first those on divert, shortest drive first, since a person may still choose them; then those that
/// lack something; then the closed ones.</param>
/// <param name="Shortfall">Said aloud when nothing is ranked; null otherwise.</param>
public sealed record HospitalRanking(
    IReadOnlyList<RankedHospital> Ranked, IReadOnlyList<LeftOutHospital> LeftOut, HospitalShortfall? Shortfall);
