using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Answers = Telehealth.Domain.Triage.Answer;

namespace Telehealth.Domain.Tests.Emergencies;

public sealed class TriageProtocolTests
{
    private static readonly TriageProtocol Protocol = TriageProtocol.Standard;

    public static TheoryData<string> Complaints => [.. Protocol.Complaints.Select(complaint => complaint.Code)];

    [Theory]
    [MemberData(nameof(Complaints))]
    public void A_complaint_with_calm_answers_stays_where_it_starts(string complaint)
    {
        var chosen = Protocol.Complaints.Single(known => known.Code == complaint);

        var triage = Protocol.Assess(complaint, Calm(chosen));

        Assert.Equal(chosen.StartsAt, triage.Priority);
        Assert.Equal($"{chosen.Label} starts at priority {(int)chosen.StartsAt}.", Assert.Single(triage.Reasons));
        Assert.Equal(chosen.Skills, triage.NeededSkills);
    }

    [Theory]
    [MemberData(nameof(Complaints))]
    public void No_answer_makes_an_emergency_less_urgent_than_it_starts(string complaint)
    {
        var chosen = Protocol.Complaints.Single(known => known.Code == complaint);

        foreach (var question in Protocol.Questions)
        {
            foreach (var answer in Enum.GetValues<Answers>())
            {
                var triage = Protocol.Assess(complaint, [.. Calm(chosen), new TriageAnswer(question.Code, answer)]);

                Assert.True(triage.Priority <= chosen.StartsAt, $"{question.Code} {answer}");
                Assert.True(triage.NeededSkills.HasFlag(chosen.Skills), $"{question.Code} {answer}");
                Assert.NotEmpty(triage.Reasons);
            }
        }
    }

    [Fact]
    public void Not_known_about_breathing_or_consciousness_counts_as_the_bad_answer()
    {
        Assert.Equal(
            Priority.LifeThreatening,
            Protocol.Assess("other", [new TriageAnswer("conscious", Answers.Yes), new TriageAnswer("breathing", Answers.Unknown)]).Priority);
        Assert.Equal(
            Priority.LifeThreatening,
            Protocol.Assess("other", [new TriageAnswer("conscious", Answers.Unknown), new TriageAnswer("breathing", Answers.Yes)]).Priority);
    }

    [Fact]
    public void Questions_that_nobody_answered_count_as_not_known() =>
        Assert.Equal(Priority.LifeThreatening, Protocol.Assess("other", []).Priority);

    [Fact]
    public void Not_known_about_anything_else_raises_nothing()
    {
        var triage = Protocol.Assess(
            "chest-pain",
            [
                new TriageAnswer("conscious", Answers.Yes),
                new TriageAnswer("breathing", Answers.Yes),
                new TriageAnswer("sweating", Answers.Unknown),
            ]);

        Assert.Equal(Priority.Emergency, triage.Priority);
    }

    [Fact]
    public void A_bad_answer_raises_the_priority_and_its_reason_stands_first()
    {
        var triage = Protocol.Assess(
            "chest-pain",
            [
                new TriageAnswer("conscious", Answers.Yes),
                new TriageAnswer("breathing", Answers.Yes),
                new TriageAnswer("sweating", Answers.Yes),
            ]);

        Assert.Equal(Priority.LifeThreatening, triage.Priority);
        Assert.Equal(["Pale or in a cold sweat.", "Chest pain starts at priority 2."], triage.Reasons);
    }

    [Fact]
    public void Who_is_trapped_needs_rescue_and_danger_to_life_needs_advanced_care()
    {
        var triage = Protocol.Assess(
            "accident",
            [
                new TriageAnswer("conscious", Answers.Yes),
                new TriageAnswer("breathing", Answers.Yes),
                new TriageAnswer("trapped", Answers.Yes),
            ]);

        Assert.Equal(Skills.Basic | Skills.Advanced | Skills.Rescue, triage.NeededSkills);
    }

    [Fact]
    public void Answers_to_questions_of_another_complaint_are_ignored()
    {
        var calm = Calm(Protocol.Complaints.Single(known => known.Code == "other"));

        Assert.Equal(
            Priority.Urgent,
            Protocol
                .Assess("other", [.. calm, new TriageAnswer("sweating", Answers.Yes), new TriageAnswer("no-such", Answers.Yes)])
                .Priority);
    }

    [Fact]
    public void The_last_answer_to_a_question_counts()
    {
        var calm = Calm(Protocol.Complaints.Single(known => known.Code == "other"));

        Assert.Equal(Priority.LifeThreatening, Protocol.Assess("other", [.. calm, new TriageAnswer("breathing", Answers.No)]).Priority);
    }

    [Fact]
    public void Every_question_of_a_complaint_exists_and_every_question_is_asked_somewhere()
    {
        var asked = Protocol.Complaints.SelectMany(complaint => complaint.QuestionCodes).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(Protocol.Questions.Select(question => question.Code).Order(StringComparer.Ordinal), asked);
    }

    [Fact]
    public void A_complaint_of_an_older_version_is_called_by_its_code()
    {
        Assert.False(Protocol.Knows("boredom"));
        Assert.Equal("boredom", Protocol.LabelOf("boredom"));
        Assert.Equal("Chest pain", Protocol.LabelOf("chest-pain"));
    }

    private static List<TriageAnswer> Calm(Complaint complaint) =>
        [.. complaint.QuestionCodes.Select(code => new TriageAnswer(code, code is "conscious" or "breathing" ? Answers.Yes : Answers.No))];
}
