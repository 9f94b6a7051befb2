using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Tests.ResponsePlans.SomePlans;

namespace Telehealth.Domain.Tests.ResponsePlans;

public sealed class RequirementsTests(ITestOutputHelper output)
{
    private static readonly ResponsePlanBook Five = Book(
        Fallback,
        Plan("*", Priority.LifeThreatening, [Medic]),
        Plan("burns", null, [RescueUnit]),
        Plan("burns", Priority.LifeThreatening, [Medic, Ambulance], [RescueUnit with { Count = 2 }]),
        Plan("childbirth", null, [Ambulance]));

    [Theory]
    [InlineData("burns", Priority.LifeThreatening, 4)]
    [InlineData("burns", Priority.Urgent, 3)]
    [InlineData("childbirth", Priority.LifeThreatening, 5)]
    [InlineData("stroke", Priority.LifeThreatening, 2)]
    [InlineData("stroke", Priority.Urgent, 1)]
    [InlineData("withdrawn-complaint", Priority.LessUrgent, 1)]
    public void The_most_specific_row_holds_and_is_named(string complaint, Priority priority, int row)
    {
        var response = Five.Requirements(complaint, priority, 1, Skills.None);

        Assert.Equal((row, 7), (response.Row, response.Version));
        Assert.Same(Five.Plans[row - 1], response.Plan);
    }

    [Fact]
    public void Alarm_levels_add_up_and_stop_at_the_highest()
    {
        NeededUnit[] first = [new("Medic", Skills.Basic | Skills.Advanced, 1), new("Ambulance", Skills.Basic, 1)];
        NeededUnit[] second = [.. first, new("Rescue", Skills.Rescue, 2)];

        Assert.Equal(first, Five.Requirements("burns", Priority.LifeThreatening, 1, Skills.Basic).Units);
        Assert.Equal(second, Five.Requirements("burns", Priority.LifeThreatening, 2, Skills.Basic).Units);
        var beyond = Five.Requirements("burns", Priority.LifeThreatening, 5, Skills.Basic);
        Assert.Equal(second, beyond.Units);
        Assert.Equal(2, beyond.Level);
    }

    [Fact]
    public void A_skill_that_triage_asked_for_and_no_unit_of_the_row_brings_is_asked_for_in_one_more()
    {
        var response = Five.Requirements("stroke", Priority.Urgent, 1, Skills.Basic | Skills.Rescue);

        Assert.Equal([new("Ambulance", Skills.Basic, 1), new(ResponsePlanBook.AskedByTriage, Skills.Rescue, 1)], response.Units);
    }

    [Fact]
    public void An_advanced_crew_brings_basic_life_support_too()
    {
        var book = Book(Plan("*", null, [Medic with { Skills = Skills.Advanced }]));

        Assert.Equal(
            [new NeededUnit("Medic", Skills.Advanced, 1)],
            book.Requirements("stroke", Priority.Urgent, 1, Skills.Basic | Skills.Advanced).Units);
    }

    [Fact]
    public void Without_a_plan_of_its_own_a_complaint_gets_one_unit_with_what_triage_asked_for()
    {
        var response = ResponsePlanBook.Standard.Requirements("fall", Priority.Urgent, 1, Skills.Basic | Skills.Bariatric);

        Assert.Equal([new NeededUnit("Ambulance", Skills.Basic | Skills.Bariatric, 1)], response.Units);
    }

    [Fact]
    public void A_person_without_consciousness_gets_four_hands_and_a_crash_gets_rescue()
    {
        Assert.Equal(
            [Skills.Basic | Skills.Advanced, Skills.Basic],
            ResponsePlanBook
                .Standard.Requirements("unconscious", Priority.LifeThreatening, 1, Skills.Advanced)
                .Units.Select(unit => unit.Skills));
        Assert.Equal(
            [Skills.Basic | Skills.Advanced, Skills.Basic, Skills.Rescue],
            ResponsePlanBook
                .Standard.Requirements("accident", Priority.LifeThreatening, 1, Skills.Basic | Skills.Advanced | Skills.Rescue)
                .Units.Select(unit => unit.Skills));
    }

    [Fact]
    public void A_level_below_the_first_is_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Five.Requirements("burns", Priority.Urgent, 0, Skills.Basic));

    [Theory]
    [InlineData(1)]
    public void Whatever_triage_asks_for_the_standard_plans_send_it_and_a_higher_level_never_sends_less(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var call = 0; call < 5_000; call++)
        {
            var complaint = TriageProtocol.Standard.Complaints[random.Next(TriageProtocol.Standard.Complaints.Count)].Code;
            var (priority, triaged) = ((Priority)random.Next(1, 5), (Skills)random.Next(64));
            var sent = Enumerable
                .Range(1, 6)
                .Select(level => ResponsePlanBook.Standard.Requirements(complaint, priority, level, triaged))
                .ToList();

            Assert.All(sent, response => Assert.All(response.Units, unit => Assert.True(unit.Count > 0 && unit.Skills != Skills.None)));
            var brought = sent[0].Units.Aggregate(Skills.None, (all, unit) => all | unit.Skills);
            Assert.Equal(triaged, brought & triaged);
            Assert.All(sent.Zip(sent.Skip(1)), pair => Assert.True(Planned(pair.First) <= Planned(pair.Second)));
        }

        static int Planned(PlannedResponse response) =>
            response.Units.Where(unit => unit.Role != ResponsePlanBook.AskedByTriage).Sum(unit => unit.Count);
    }
}
