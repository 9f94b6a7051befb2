using static Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanCommand;
using static Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanEvent;

namespace Telehealth.Domain.Rescue.ResponsePlans;

/// <summary>Who is needed for an emergency, and which plan says so.</summary>
/// <param name="Units">All units up to the level, with their skills; the base level first.</param>
/// <param name="Plan">The row that holds.</param>
/// <param name="Row">Its number in the book, from 1.</param>
/// <param name="Version">Which version of the book.</param>
/// <param name="Level">The alarm level that was reached; lower than asked when the row has no more.</param>
public sealed record PlannedResponse(IReadOnlyList<NeededUnit> Units, ResponsePlan Plan, int Row, int Version, int Level);
