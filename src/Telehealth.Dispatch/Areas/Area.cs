namespace Telehealth.Dispatch.Areas;

/// <summary>An area as its file describes it.</summary>
/// <param name="Code">What other areas and people call it; one of a kind on a map.</param>
/// <param name="Name">Its full name.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Desk">The dispatch desk that sees it; null when none was named.</param>
/// <param name="HomeUnits">Call signs of the units that are at home here.</param>
/// <param name="Station">The call sign of its station; null when it has none.</param>
/// <param name="MutualAid">Codes of the areas whose units help here.</param>
public sealed record Area(
    string Code, string Name, AreaKind Kind, string? Desk, IReadOnlyList<string> HomeUnits, string? Station,
    IReadOnlyList<string> MutualAid);
