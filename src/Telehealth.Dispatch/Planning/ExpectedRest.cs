using Telehealth.Domain.Rescue.Emergencies;

namespace Telehealth.Dispatch.Planning;

/// <summary>How long a crew is bound yet, as far as one can say: typical lengths of the stages less what has passed.</summary>
public static class ExpectedRest
{
    /// <summary>Nobody is clear in less than this: the vehicle has to be made ready.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(2);

    // Chosen defaults for a town; a service that measures its own times gets better reservations, not other rules.
    private static readonly TimeSpan OnScene = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Transporting = TimeSpan.FromMinutes(12);
    private static readonly TimeSpan AtHospital = TimeSpan.FromMinutes(20);

    /// <summary>Until the crew is clear; null for a stage from which nobody can tell.</summary>
    /// <param name="status">Where it stands.</param>
    /// <param name="inIt">For how long already.</param>
    public static TimeSpan? Of(AssignmentStatus status, TimeSpan inIt) => status switch
    {
        AssignmentStatus.OnScene => Rest(OnScene - inIt) + Transporting + AtHospital,
        AssignmentStatus.Transporting => Rest(Transporting - inIt) + AtHospital,
        AssignmentStatus.AtHospital => Rest(AtHospital - inIt),
        _ => null,
    };

    private static TimeSpan Rest(TimeSpan left) => left > Least ? left : Least;
}
