using Telehealth.Domain.Triage;

namespace Telehealth.Domain.Rescue.ResponsePlans;

/// <summary>
/// The plans that ship with the product: one unit with what triage asks for, and more where one crew has too few hands.
/// Sample content of our own for a service to replace with its approved one.
/// </summary>
internal static class StandardPlans
{
    private static readonly RequiredUnit AsTriaged = new("Ambulance", Skills: null, 1);
    private static readonly RequiredUnit Basic = new("Ambulance", Skills.Basic, 1);
    private static readonly RequiredUnit Advanced = new("Advanced ambulance", Skills.Basic | Skills.Advanced, 1);
    private static readonly RequiredUnit Rescue = new("Rescue", Skills.Rescue, 1);

    public static IReadOnlyList<ResponsePlan> All { get; } =
    [
        // A resuscitation needs at least four hands.
        Plan("unconscious", Priority.LifeThreatening, [Advanced, Basic], [Advanced]),
        Plan("breathing", Priority.LifeThreatening, [Advanced], [Basic]),
        Plan("chest-pain", Priority.LifeThreatening, [Advanced], [Basic]),
        Plan("bleeding", Priority.LifeThreatening, [Advanced], [Basic]),
        // Each further level is sized for about two more people who are badly hurt.
        Plan(
            "accident", Priority.LifeThreatening, [Advanced, Basic, Rescue], [Advanced, Basic with { Count = 2 }],
            [Advanced with { Count = 2 }, Basic with { Count = 3 }, Rescue]),
        Plan("accident", null, [AsTriaged], [Advanced, Rescue]),
        // Two patients: mother and child.
        Plan("childbirth", Priority.LifeThreatening, [Basic, Advanced], [Basic]),
        Plan("burns", Priority.LifeThreatening, [Advanced, Basic], [Rescue]),
        Plan(ResponsePlan.AnyComplaint, Priority.LifeThreatening, [AsTriaged], [Basic]),
        Plan(ResponsePlan.AnyComplaint, null, [AsTriaged]),
    ];

    private static ResponsePlan Plan(string complaint, Priority? priority, params IReadOnlyList<RequiredUnit>[] levels) =>
        new(complaint, priority, [.. levels.Select(adds => new AlarmLevel(adds))]);
}
