using System.Collections.Immutable;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>One request for help, from the first word to the last clear unit.</summary>
public abstract record Emergency
{
    private Emergency()
    {
    }

    /// <summary>Nothing has been raised yet.</summary>
    public sealed record Unknown : Emergency;

    /// <summary>Help is needed and not yet given.</summary>
    /// <param name="Facts">What is known of it.</param>
    /// <param name="Assignments">The units that are asked, bound or reserved, in the order in which they came.</param>
    public sealed record Open(EmergencyFacts Facts, ImmutableList<Assignment> Assignments) : Emergency
    {
        /// <summary>Needs that no unit has, is asked for or has met already: what must be looked for.</summary>
        public IEnumerable<Need> Unmet =>
            Facts.Needs.Where(need =>
                Need.IsUnmet(
                    Facts.MetNeeds.Contains(need.Number),
                    Assignments.Where(assignment => assignment.Need == need.Number).Select(assignment => assignment.Status)));

        /// <summary>Whether a crew has taken it and is not clear. Until then somebody waits.</summary>
        public bool HasCrew => Assignments.Exists(assignment => assignment.IsJob);

        /// <summary>The live assignment with this id; null when there is none.</summary>
        public Assignment? Find(AssignmentId id) => Assignments.Find(assignment => assignment.Id == id);
    }

    /// <summary>Completed or cancelled.</summary>
    public sealed record Over(EmergencyFacts Facts) : Emergency;
}
