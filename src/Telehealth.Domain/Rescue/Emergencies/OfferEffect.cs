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
