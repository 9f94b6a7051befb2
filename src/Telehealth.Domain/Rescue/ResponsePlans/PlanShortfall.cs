using Telehealth.Domain.Triage;

namespace Telehealth.Domain.Rescue.ResponsePlans;

/// <summary>A row that the whole fleet together could not meet, all of it being free.</summary>
/// <param name="Row">The row's number, from 1.</param>
/// <param name="Level">The first alarm level at which units are missing.</param>
/// <param name="Role">Which units.</param>
/// <param name="Skills">What they would have to be able to do.</param>
/// <param name="Missing">How many are missing.</param>
/// <param name="Text">The same as a sentence.</param>
public sealed record PlanShortfall(int Row, int Level, string Role, Skills Skills, int Missing, string Text);
