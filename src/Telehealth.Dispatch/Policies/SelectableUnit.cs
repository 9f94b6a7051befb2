using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Policies;

/// <summary>A unit to choose from.</summary>
/// <param name="Id">Which.</param>
/// <param name="Skills">What it can do.</param>
/// <param name="Readiness">Whether it could be sent.</param>
/// <param name="LastFix">Where it was last seen, and when; null when it never was.</param>
public sealed record SelectableUnit(UnitId Id, Skills Skills, UnitReadiness Readiness, Fix? LastFix);
