using Telehealth.Domain.Visits.Consults;
using static Telehealth.Domain.Tests.Consults.SomeConsult;
using static Telehealth.Domain.Tests.Some;
using static Telehealth.Domain.Visits.Consults.ConsultCommand;
using static Telehealth.Domain.Visits.Consults.ConsultEvent;

namespace Telehealth.Domain.Tests.Consults;

/// <summary>What hurts more while somebody waits reaches the clinician before the visit.</summary>
public sealed class ReasonTests
{
    private static readonly ConsultEvent[] Returned = [.. Running, new PatientReturned(null, Noon)];

    public static TheoryData<ConsultEvent[]> BeforeItRuns => [Waiting, Booked, WaitingAsBooked, Returned];

    [Theory]
    [MemberData(nameof(BeforeItRuns))]
    public void The_patient_says_anew_what_it_is_about_until_the_visit_begins(ConsultEvent[] past) =>
        Given(past).When(new ChangeReason(Some.Patient, " My neck is stiff "), Noon).Then(new ReasonChanged("My neck is stiff", Noon));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_reason_that_says_nothing_is_refused(string reason) =>
        Given(Waiting).When(new ChangeReason(Some.Patient, reason), Noon).ThenRefused("consult.reason_invalid");

    [Fact]
    public void A_reason_that_is_too_long_is_refused() =>
        Given(Waiting).When(new ChangeReason(Some.Patient, new string('a', 501)), Noon).ThenRefused("consult.reason_invalid");

    [Fact]
    public void In_the_visit_it_is_said_to_the_clinician() =>
        Given(Running).When(new ChangeReason(Some.Patient, "Stiff neck"), Noon).ThenRefused("consult.reason_read");

    [Fact]
    public void What_is_over_stays_as_it_was()
    {
        Given(Ended).When(new ChangeReason(Some.Patient, "Stiff neck"), Noon).ThenRefused("consult.over");
        Given(CalledOff).When(new ChangeReason(Some.Patient, "Stiff neck"), Noon).ThenRefused("consult.over");
    }

    [Fact]
    public void Nobody_else_changes_it_or_learns_that_there_is_one()
    {
        Given(Waiting).When(new ChangeReason(Some.Stranger, "Stiff neck"), Noon).ThenRefused("consult.not_found");
        Given(WaitingAsBooked).When(new ChangeReason(Some.Clinician, "Stiff neck"), Noon).ThenRefused("consult.not_found");
        Given(Running).When(new ChangeReason(Some.Clinician, "Stiff neck"), Noon).ThenRefused("consult.not_found");
        Given(Ended).When(new ChangeReason(Some.Stranger, "Stiff neck"), Noon).ThenRefused("consult.not_found");
        Given(Unknown).When(new ChangeReason(Some.Patient, "Stiff neck"), Noon).ThenRefused("consult.not_found");
    }
}
