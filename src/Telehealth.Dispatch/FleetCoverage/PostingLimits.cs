namespace Telehealth.Dispatch.FleetCoverage;

/// <summary>When a move is worth suggesting.</summary>
public sealed record PostingLimits
{
    /// <summary>
    /// Most moves in one suggestion: a few give nearly all of the gain (van Barneveld et al., EJOR 252, 2016), and crews need their rest.
    /// </summary>
    public int MaxMoves { get; init; } = 3;

    /// <summary>A move that raises expected coverage by less is not suggested. A share of all demand.</summary>
    public double LeastGain { get; init; } = 0.01;

    /// <summary>No unit is sent on a longer drive.</summary>
    public TimeSpan LongestDrive { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Reached within this, with lights and sirens, is covered.</summary>
    public TimeSpan Threshold { get; init; } = TimeSpan.FromMinutes(8);

    /// <summary>The share of time that a unit is busy, 0 up to, without, 1.</summary>
    public double BusyFraction { get; init; } = 0.4;
}
