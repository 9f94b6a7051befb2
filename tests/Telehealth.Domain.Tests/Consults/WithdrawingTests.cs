using Telehealth.Domain.Visits.Consults;
using static Telehealth.Domain.Tests.Consults.SomeConsult;
using static Telehealth.Domain.Tests.Some;
using static Telehealth.Domain.Visits.Consults.ConsultCommand;
using static Telehealth.Domain.Visits.Consults.ConsultEvent;

namespace Telehealth.Domain.Tests.Consults;

/// <summary>A line of chat is taken back by its author, or by the clinician, and by nobody else.</summary>
public sealed class WithdrawingTests
{
    /// <summary>The number of the patient's line in <see cref="Written"/>, which is its version.</summary>
    private const long Line = 6;

    private static readonly ConsultEvent[] Seated =
    [
        .. Running,
        new ParticipantJoined(SomeConsult.Patient, ParticipantRole.Patient, null, Noon),
        new ParticipantJoined(SomeConsult.Clinician, ParticipantRole.Clinician, null, Noon),
        Invited(1),
    ];

    private static readonly ConsultEvent[] Written = [.. Seated, new MessageSaid(SomeConsult.Patient, "It itches", Noon)];

    private static readonly ConsultEvent[] WithGuest =
        [.. Written, new ParticipantJoined(Guest(1), ParticipantRole.Interpreter, "Iris", Noon)];

    [Fact]
    public void An_author_takes_back_a_line() =>
        Given(Written).When(new WithdrawMessage(SomeConsult.Patient, Line), Noon)
            .Then(new MessageWithdrawn(Line, SomeConsult.Patient, Noon));

    [Fact]
    public void The_clinician_removes_anybodys() =>
        Given(Written).When(new WithdrawMessage(SomeConsult.Clinician, Line), Noon)
            .Then(new MessageWithdrawn(Line, SomeConsult.Clinician, Noon));

    [Fact]
    public void What_is_gone_is_not_removed_a_second_time() =>
        Given([.. Written, new MessageWithdrawn(Line, SomeConsult.Clinician, Noon)])
            .When(new WithdrawMessage(SomeConsult.Patient, Line), Noon).ThenNothing();

    [Fact]
    public void Nobody_takes_back_what_the_clinician_wrote() =>
        Given([.. Seated, new MessageSaid(SomeConsult.Clinician, "Since when?", Noon)])
            .When(new WithdrawMessage(SomeConsult.Patient, Line), Noon).ThenRefused("chat.not_yours");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(Line - 1)]
    [InlineData(Line + 1)]
    [InlineData(long.MaxValue)]
    public void A_number_that_is_no_line_is_not_found(long number) =>
        Given(Written).When(new WithdrawMessage(SomeConsult.Clinician, number), Noon).ThenRefused("chat.not_found");

    [Fact]
    public void A_line_of_before_a_guest_came_is_not_found_by_the_guest() =>
        Given(WithGuest).When(new WithdrawMessage(Guest(1), Line), Noon).ThenRefused("chat.not_found");

    [Fact]
    public void A_guest_takes_back_an_own_line_and_not_one_that_somebody_else_wrote_by_the_same_link()
    {
        ConsultEvent[] said = [.. WithGuest, new MessageSaid(Guest(1), "Hello", Noon)];
        var number = said.Length;

        Given(said).When(new WithdrawMessage(Guest(1), number), Noon).Then(new MessageWithdrawn(number, Guest(1), Noon));
        Given(
            [
                .. said, new ParticipantLeft(Guest(1), LeaveReason.Left, Noon),
                new ParticipantJoined(Guest(1), ParticipantRole.Interpreter, "Ines", Noon),
            ])
            .When(new WithdrawMessage(Guest(1), number), Noon).ThenRefused("chat.not_found");
    }

    [Fact]
    public void Who_has_no_seat_or_no_part_removes_nothing()
    {
        Given([.. Written, new ParticipantLeft(SomeConsult.Patient, LeaveReason.Left, Noon)])
            .When(new WithdrawMessage(SomeConsult.Patient, Line), Noon).ThenRefused("consult.not_seated");
        Given(Written).When(new WithdrawMessage(SomeConsult.Stranger, Line), Noon).ThenRefused("consult.not_found");
    }

    [Fact]
    public void After_the_end_the_chat_stays_as_it_is()
    {
        ConsultEvent[] over = [.. Written, new ConsultEnded(Noon)];
        Given(over).When(new WithdrawMessage(SomeConsult.Patient, Line), Noon).ThenRefused("consult.not_running");
        Given(over).When(new WithdrawMessage(SomeConsult.Stranger, Line), Noon).ThenRefused("consult.not_found");
    }

    [Fact]
    public void A_line_keeps_its_number_when_the_patient_is_returned_and_admitted_again()
    {
        ConsultEvent[] again =
        [
            .. Written, new PatientReturned(null, Noon), new PatientAdmitted(Some.Clinician, Noon),
            new ParticipantJoined(SomeConsult.Patient, ParticipantRole.Patient, null, Noon),
        ];
        Given(again).When(new WithdrawMessage(SomeConsult.Patient, Line), Noon)
            .Then(new MessageWithdrawn(Line, SomeConsult.Patient, Noon));
    }
}
