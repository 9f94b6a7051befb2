namespace Telehealth.Domain.Rescue.Emergencies;

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
