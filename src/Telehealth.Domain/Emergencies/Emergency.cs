using System.Collections.Immutable;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Paramedics;

namespace Telehealth.Domain.Emergencies;

/// <summary>One request for help, from the first word to the clear unit.</summary>
public abstract record Emergency
{
    private Emergency()
    {
    }

    /// <summary>Nothing has been raised yet.</summary>
    public sealed record Unknown : Emergency;

    /// <summary>Help is needed and not yet given.</summary>
    public abstract record Open(EmergencyFacts Facts) : Emergency;

    /// <summary>A unit is being looked for.</summary>
    public sealed record Searching(EmergencyFacts Facts) : Open(Facts);

    /// <summary>A unit has been asked.</summary>
    public sealed record Offered(EmergencyFacts Facts, Offer Offer) : Open(Facts);

    /// <summary>A unit has taken the job.</summary>
    public sealed record Assigned(EmergencyFacts Facts, Job Job) : Open(Facts);

    /// <summary>Nobody is left to ask; a dispatcher must act.</summary>
    public sealed record Unserved(EmergencyFacts Facts) : Open(Facts);

    /// <summary>Completed or cancelled.</summary>
    public sealed record Over(EmergencyFacts Facts) : Emergency;
}

/// <summary>What the rules and the choice of a unit need to know.</summary>
/// <param name="Id">Which emergency.</param>
/// <param name="Patient">The patient, when they signed in themselves.</param>
/// <param name="Priority">How urgent.</param>
/// <param name="NeededSkills">What a unit must be able to do.</param>
/// <param name="Place">Where.</param>
/// <param name="LastEpoch">How many offers there have been.</param>
/// <param name="SaidNo">Units that declined, let an offer pass, or were withdrawn by a person since the search began; the search passes them by.</param>
/// <param name="OpenAlarms">Alarms that nobody has acknowledged.</param>
/// <param name="SilentAssignment">The assignment whose silence has been reported, so that it is reported once.</param>
public sealed record EmergencyFacts(
    EmergencyId Id,
    PersonId? Patient,
    Priority Priority,
    Skills NeededSkills,
    Place Place,
    int LastEpoch,
    ImmutableHashSet<UnitId> SaidNo,
    ImmutableHashSet<AlarmId> OpenAlarms,
    AssignmentId? SilentAssignment);

/// <summary>An offer that has not been answered.</summary>
public sealed record Offer(AssignmentId Assignment, int Epoch, UnitId Unit, DateTimeOffset Deadline);

/// <summary>A job that a unit has taken.</summary>
public sealed record Job(AssignmentId Assignment, int Epoch, UnitId Unit, AssignmentStatus Status);
