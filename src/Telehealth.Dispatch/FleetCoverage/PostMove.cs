using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Dispatch.FleetCoverage;

/// <summary>One unit to one post.</summary>
/// <param name="Unit">Which unit.</param>
/// <param name="To">Which post.</param>
/// <param name="Travel">The drive there, with the traffic.</param>
/// <param name="Gain">How much expected coverage rises by it, after the moves before it. A share of all demand.</param>
public sealed record PostMove(UnitId Unit, Post To, Drive Travel, double Gain);
