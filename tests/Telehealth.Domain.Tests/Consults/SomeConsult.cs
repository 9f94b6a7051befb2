using Telehealth.Domain.Deciding;
using Telehealth.Domain.Visits.Consults;
using static Telehealth.Domain.Visits.Consults.ConsultEvent;

namespace Telehealth.Domain.Tests.Consults;

/// <summary>Consults as far as tests need them.</summary>
internal static class SomeConsult
{
    public static readonly ConsultId Consult = new(Some.Id(10));
    public static readonly ParticipantId Patient = new(Some.Patient.Value);
    public static readonly ParticipantId Clinician = new(Some.Clinician.Value);
    public static readonly ParticipantId Stranger = new(Some.Stranger.Value);
    public static readonly DateTimeOffset StartsAt = Some.Noon.AddHours(2);

    public static readonly ConsultEvent[] Unknown = [];
    public static readonly ConsultEvent[] Waiting = [new ConsultRequested(Consult, Some.Patient, "Cough", Some.Noon)];
    public static readonly ConsultEvent[] Booked = [new ConsultBooked(Consult, Some.Patient, Some.Clinician, StartsAt, "Cough", Some.Noon)];
    public static readonly ConsultEvent[] WaitingAsBooked = [.. Booked, new WaitingRoomEntered(StartsAt)];
    public static readonly ConsultEvent[] Running = [.. Waiting, new PatientAdmitted(Some.Clinician, Some.Noon)];
    public static readonly ConsultEvent[] Ended = [.. Running, new ConsultEnded(Some.Noon)];
    public static readonly ConsultEvent[] CalledOff = [.. Booked, new ConsultCancelled(Some.Noon)];

    public static ParticipantId Guest(int number) => new(Some.Id(20 + number));

    /// <summary>An interpreter whose link is good for an hour.</summary>
    public static GuestInvited Invited(int number) =>
        new(Guest(number), "Iris", ParticipantRole.Interpreter, "hash", Some.Noon.AddHours(1), Some.Noon);

    public static Past<ConsultCommand, Domain.Visits.Consults.Consult, ConsultEvent> Given(params IReadOnlyList<ConsultEvent> events) =>
        ConsultRules.Decider.Given(events);
}
