namespace Telehealth.Dispatch.Roads;

/// <summary>What reading the road files led to.</summary>
/// <param name="Graph">All rows that were right; null when no street was.</param>
/// <param name="Problems">The first <see cref="RoadGraphCsv.ToldProblems"/> rows that were not.</param>
/// <param name="ProblemCount">How many rows were not.</param>
public sealed record RoadFiles(RoadGraph? Graph, IReadOnlyList<RoadFileProblem> Problems, int ProblemCount);
