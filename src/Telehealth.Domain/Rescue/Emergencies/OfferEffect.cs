namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>What becomes of a response when a person offers it to one more unit, and names none that it replaces or relieves.</summary>
public enum OfferEffect
{
    /// <summary>The unit is asked for a need that nobody has.</summary>
    Meets,

    /// <summary>Nothing is missing, and only one unit is there, which has not answered: the new one is asked in its place.</summary>
    Replaces,

    /// <summary>Nothing is missing: the unit comes on top.</summary>
    OnTop,
}

/// <summary>Says before it is done what an offer by hand does.</summary>
public static class OfferEffects
{
    /// <summary>The effect on an open emergency.</summary>
    public static OfferEffect Of(Emergency.Open open) =>
        Of(open.Unmet.Any(), [.. open.Assignments.Select(assignment => assignment.Status)]);

    /// <summary>The same for whoever has the rows of its units.</summary>
    /// <param name="isMissing">Whether a unit of the response is still looked for.</param>
    /// <param name="present">How far each unit is that is asked, bound or kept for it.</param>
    public static OfferEffect Of(bool isMissing, IReadOnlyList<AssignmentStatus> present) => (isMissing, present) switch
    {
        (true, _) => OfferEffect.Meets,
        (_, [AssignmentStatus.Offered]) => OfferEffect.Replaces,
        _ => OfferEffect.OnTop,
    };
}
