namespace Telehealth.Testing.Nodes;

/// <summary>What the log says of what was acknowledged.</summary>
/// <param name="Lost">Commands of which it knows nothing.</param>
/// <param name="AppliedTwice">Commands that did the same thing more than once.</param>
/// <param name="Gaps">Streams whose versions are not 1 to n.</param>
/// <param name="DoubleAssignments">Jobs that a unit was given while it had another.</param>
/// <param name="WrongTimes">Events that are dated half a minute before one that was stored earlier.</param>
public sealed record LedgerFindings(long Lost, long AppliedTwice, long Gaps, long DoubleAssignments, long WrongTimes)
{
    /// <summary>As it must be.</summary>
    public static LedgerFindings None { get; } = new(0, 0, 0, 0, 0);
}
