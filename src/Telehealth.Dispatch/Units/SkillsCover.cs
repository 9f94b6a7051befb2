using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Units;

/// <summary>Questions to a set of skills.</summary>
public static class SkillsCover
{
    /// <summary>Whether every needed skill is there. Nothing needed is covered by anyone.</summary>
    public static bool Covers(this Skills held, Skills needed) => (held & needed) == needed;
}
