namespace Telehealth.Dispatch.Areas;

/// <summary>What is wrong with an area, or worth knowing about it.</summary>
/// <param name="Feature">The feature's number in the file, from 1; 0 for the file itself.</param>
/// <param name="Name">The feature's name or code; empty when it has none.</param>
/// <param name="Text">What is wrong and what was expected.</param>
public sealed record AreaProblem(int Feature, string Name, string Text);
