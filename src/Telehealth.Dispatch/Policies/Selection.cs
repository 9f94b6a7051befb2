namespace Telehealth.Dispatch.Policies;

/// <summary>Where a crew is when it is called.</summary>
public enum CrewWhereabouts
{
    /// <summary>In the vehicle, on the radio.</summary>
    OnRadio,

    /// <summary>Driving back from a job.</summary>
    Returning,

    /// <summary>At its station, out of the vehicle.</summary>
    AtStation,
}

/// <summary>Who should go, and why the others not.</summary>
/// <param name="Ranked">Fastest first.</param>
/// <param name="LeftOut">In the order in which the units were given.</param>
public sealed record Selection(IReadOnlyList<RankedUnit> Ranked, IReadOnlyList<LeftOutUnit> LeftOut);
