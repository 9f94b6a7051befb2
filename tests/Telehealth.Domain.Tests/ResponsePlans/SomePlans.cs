using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Domain.Triage;

namespace Telehealth.Domain.Tests.ResponsePlans;

/// <summary>Plans that tests need often.</summary>
internal static class SomePlans
{
    public static readonly RequiredUnit Ambulance = new("Ambulance", Skills.Basic, 1);
    public static readonly RequiredUnit Medic = new("Medic", Skills.Basic | Skills.Advanced, 1);
    public static readonly RequiredUnit RescueUnit = new("Rescue", Skills.Rescue, 1);

    public static readonly ResponsePlan Fallback = Plan("*", null, [Ambulance]);

    public static ResponsePlan Plan(string complaint, Priority? priority, params IReadOnlyList<RequiredUnit>[] levels) =>
        new(complaint, priority, [.. levels.Select(adds => new AlarmLevel(adds))]);

    public static ResponsePlanBook Book(params IReadOnlyList<ResponsePlan> plans) => new(7, plans);
}
