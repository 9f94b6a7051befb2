using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;
using static Telehealth.Domain.Tests.Some;

namespace Telehealth.Domain.Tests.Emergencies;

/// <summary>Emergencies as far as tests need them: job 1 is unit 1's, offered at noon with 30 seconds to answer.</summary>
internal static class SomeEmergency
{
    public static readonly EmergencyId TheEmergency = new(Some.Id(11));
    public static readonly Place Kerb = new(GeoPoint.Of(48.4, 9.6), 12, LocationSource.Device, "At the kerb");
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);
    public static readonly DateTimeOffset Deadline = Noon + AnswerWithin;

    public static readonly EmergencyEvent[] Unknown = [];

    public static readonly EmergencyEvent[] Raised =
    [
        new EmergencyRaised(
            TheEmergency, Some.Patient, "chest-pain", "Pressure", [], Kerb, "110",
            new TriageResult(Priority.Emergency, ["Chest pain"], Skills.Advanced, "1"), Noon),
    ];

    public static readonly UnitOffered FirstOffer = Offer(1);
    public static readonly OfferAccepted FirstAccepted = new(Assignment(1), Unit(1), Noon, Noon);
    public static readonly EmergencyEvent[] Offered = [.. Raised, FirstOffer];
    public static readonly EmergencyEvent[] Assigned = [.. Offered, FirstAccepted];
    public static readonly EmergencyEvent[] Exhausted = [.. Raised, new UnitsExhausted(Alarm(1), Noon)];
    public static readonly EmergencyEvent[] Completed = [.. Assigned, Reported(AssignmentStatus.Clear), new EmergencyCompleted(Noon)];
    public static readonly EmergencyEvent[] Cancelled = [.. Raised, new EmergencyCancelled("Better", Noon)];

    public static Past<EmergencyCommand, Emergency, EmergencyEvent> Given(params IReadOnlyList<EmergencyEvent> events) =>
        EmergencyRules.Decider.Given(events);

    /// <summary>The offer of this number to the unit of the same number, by the dispatcher's rule.</summary>
    public static UnitOffered Offer(int number, bool byHand = false) =>
        new(Assignment(number), number, Unit(number), byHand, Travel: null, Deadline, Noon);

    /// <summary>The one unit that is asked or bound.</summary>
    public static Assignment OnlyUnit(Emergency emergency) => Assert.Single(Assert.IsType<Emergency.Open>(emergency).Assignments);

    /// <summary>A response of these needs.</summary>
    public static EmergencyEvent[] RaisedFor(params Need[] needs) =>
        [.. Raised, new UnitsRequired(needs, AlarmLevel: 1, "any", PlanVersion: 0, Noon)];

    public static UnitStatusReported Reported(AssignmentStatus status) => new(Assignment(1), Unit(1), status, Noon, Noon);

    public static EmergencyFacts FactsOf(Emergency emergency) => emergency switch
    {
        Emergency.Open open => open.Facts,
        Emergency.Over over => over.Facts,
        _ => throw new ArgumentOutOfRangeException(nameof(emergency)),
    };
}
