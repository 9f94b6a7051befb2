using Telehealth.Domain.Deciding;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanCommand;
using static Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanEvent;

namespace Telehealth.Domain.Rescue.ResponsePlans;

/// <summary>All response plans of a tenant as they hold now. Immutable: any thread may read it.</summary>
/// <param name="Version">0 for the plans that ship with the product, one more with each publication.</param>
/// <param name="Plans">The rows, in the order in which people wrote them.</param>
public sealed record ResponsePlanBook(int Version, IReadOnlyList<ResponsePlan> Plans)
{
    /// <summary>The role of a unit that no row names and triage asked for.</summary>
    public const string AskedByTriage = "Asked for by triage";

    /// <summary>The rules as a value for the event store. A tenant that published nothing has <see cref="Standard"/>.</summary>
    public static Decider<ResponsePlanCommand, ResponsePlanBook, ResponsePlanEvent> Decider { get; } =
        new("plans", new ResponsePlanBook(0, StandardPlans.All), Decide, Evolve);

    /// <summary>The plans that ship with the product.</summary>
    public static ResponsePlanBook Standard => Decider.Initial;

    /// <summary>
    /// Who is needed. The most specific row holds: this complaint at this priority, then this complaint at any, then any complaint at this
    /// priority, then the fallback. A skill that triage asked for and that no unit of the row brings is asked for in one more unit,
    /// so a plan never sends less than triage found necessary.
    /// </summary>
    /// <param name="complaint">A code of the triage protocol; one that it no longer has meets the rows for any complaint.</param>
    /// <param name="priority">How urgent it is now.</param>
    /// <param name="level">The alarm level, from 1; above the row's highest it is taken as the highest, and the answer says so.</param>
    /// <param name="triaged">The skills that triage asked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is below 1.</exception>
    public PlannedResponse Requirements(string complaint, Priority priority, int level, Skills triaged)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        var row = RowFor(complaint, priority);
        var plan = Plans[row];
        var reached = Math.Min(level, plan.AlarmLevels.Count);
        var asTriaged = triaged == Skills.None ? Skills.Basic : triaged;
        var units = plan.AlarmLevels.Take(reached).SelectMany(alarm => alarm.Adds)
            .Select(unit => new NeededUnit(unit.Role, unit.Skills ?? asTriaged, unit.Count))
            .ToList();
        var missing = triaged & ~Brought(units);
        if (missing != Skills.None)
            units.Add(new NeededUnit(AskedByTriage, missing, 1));
        return new PlannedResponse(units, plan, row + 1, Version, reached);
    }

    /// <summary>All skills together. Whoever is trained for advanced life support has learnt the basic one first.</summary>
    private static Skills Brought(IEnumerable<NeededUnit> units)
    {
        var all = units.Aggregate(Skills.None, (all, unit) => all | unit.Skills);
        return (all & (Skills.Advanced | Skills.CriticalCare)) != Skills.None ? all | Skills.Basic : all;
    }

    private int RowFor(string complaint, Priority priority)
    {
        (string Complaint, Priority? Priority)[] wanted =
            [(complaint, priority), (complaint, null), (ResponsePlan.AnyComplaint, priority), (ResponsePlan.AnyComplaint, null)];
        foreach (var key in wanted)
        {
            for (var row = 0; row < Plans.Count; row++)
            {
                if (Plans[row].Complaint == key.Complaint && Plans[row].Priority == key.Priority)
                    return row;
            }
        }

        throw new InvalidOperationException("A book without a fallback row cannot be published.");
    }

    private static Decision<ResponsePlanEvent> Decide(ResponsePlanCommand command, ResponsePlanBook book, DateTimeOffset now) =>
        command switch
        {
            PublishPlans publish when publish.ExpectedVersion != book.Version => ResponsePlanRejections.ChangedMeanwhile(book.Version),
            PublishPlans publish => ResponsePlanRules.ProblemOf(publish) is { } problem
                ? problem
                : new ResponsePlansPublished(
                    book.Version + 1, [.. publish.Plans.Select(ResponsePlanRules.Tidied)], publish.Note.Trim(), now),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };

    private static ResponsePlanBook Evolve(ResponsePlanBook book, ResponsePlanEvent happened) => happened switch
    {
        ResponsePlansPublished published => new ResponsePlanBook(published.Version, published.Plans),
        _ => book,
    };
}
