namespace Telehealth.Dispatch.Planning;

/// <summary>What the dispatcher's rule may do beyond asking the best free unit. Times are chosen defaults.</summary>
public sealed record DispatchPolicy
{
    /// <summary>Closest by travel time, with diversion, and with reservations when units run short.</summary>
    public static readonly DispatchPolicy Default = new();

    /// <summary>Whether a unit under way may be taken to something more urgent.</summary>
    public bool Diverts { get; init; } = true;

    /// <summary>
    /// A diversion must bring help so much sooner than the best free unit: less is not worth what it costs the other one.
    /// </summary>
    public TimeSpan LeastGain { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A unit that is so near to its patient is left to arrive.</summary>
    public TimeSpan NearlyThere { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether a job is kept for a unit that will soon be clear, when nobody is free.</summary>
    public bool ReservesSoonFree { get; init; } = true;

    /// <summary>After so many offers of one need that came to nothing, one more unit is asked at the same time, and so on.</summary>
    public int FailuresPerFurtherUnit { get; init; } = 2;

    /// <summary>Most units that are asked for one need at the same time.</summary>
    public int MostAtOnce { get; init; } = 3;
}
