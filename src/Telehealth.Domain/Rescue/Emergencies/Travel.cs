using Telehealth.Domain.Geo;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>How far a unit was when it was offered the job.</summary>
/// <param name="Duration">Time to get there.</param>
/// <param name="Distance">Way to get there.</param>
/// <param name="Source">How it was reckoned: <c>roads</c>, <c>osrm</c>, <c>crow_fly</c>,
/// or <c>no_road</c> where no road leads there: no estimate then.</param>
public sealed record Travel(TimeSpan Duration, Distance Distance, string Source);
