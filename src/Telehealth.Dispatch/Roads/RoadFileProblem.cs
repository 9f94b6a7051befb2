namespace Telehealth.Dispatch.Roads;

/// <summary>What was wrong with a row of a road file. The row is left out; the rest is read.</summary>
/// <param name="File"><c>nodes</c>, <c>roads</c> or <c>turns</c>.</param>
/// <param name="Row">Counted from 1, the header included, as an editor counts lines.</param>
/// <param name="Text">What is wrong and what was expected.</param>
public sealed record RoadFileProblem(string File, int Row, string Text);
