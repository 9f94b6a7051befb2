using Telehealth.Domain.Deciding;
using static Telehealth.Domain.Emergencies.EmergencyEvent;

namespace Telehealth.Domain.Emergencies;

/// <summary>What each event changes.</summary>
internal static class EmergencyEvolution
{
    public static Emergency Evolve(Emergency emergency, EmergencyEvent happened) => (emergency, happened) switch
    {
        (_, EmergencyRaised raised) => new Emergency.Searching(new EmergencyFacts(
            raised.Emergency, raised.Patient, raised.Triage.Priority, raised.Triage.NeededSkills, raised.Place, LastEpoch: 0, SaidNo: [], OpenAlarms: [], SilentAssignment: null)),
        (Emergency.Open open, LocationImproved improved) => open with { Facts = open.Facts with { Place = improved.Place } },
        (Emergency.Open open, PriorityChanged changed) => open with { Facts = open.Facts with { Priority = changed.Priority } },
        (Emergency.Open open, UnitOffered offered) => new Emergency.Offered(
            open.Facts with { LastEpoch = offered.Epoch }, new Offer(offered.Assignment, offered.Epoch, offered.Unit, offered.Deadline)),
        (Emergency.Offered offered, OfferAccepted) => new Emergency.Assigned(
            offered.Facts, new Job(offered.Offer.Assignment, offered.Offer.Epoch, offered.Offer.Unit, AssignmentStatus.Accepted)),
        (Emergency.Offered offered, OfferDeclined declined) => new Emergency.Searching(WithoutUnit(offered.Facts, declined.Unit)),
        (Emergency.Offered offered, OfferExpired expired) => new Emergency.Searching(WithoutUnit(offered.Facts, expired.Unit)),
        (Emergency.Offered offered, OfferRescinded rescinded) => new Emergency.Searching(WithoutUnit(offered.Facts, rescinded.Unit)),
        (Emergency.Assigned assigned, UnitStatusReported reported) => assigned with { Job = assigned.Job with { Status = reported.Status } },
        (Emergency.Assigned assigned, UnitStoodDown stoodDown) => new Emergency.Searching(WithoutUnit(assigned.Facts, stoodDown.Unit)),
        (Emergency.Open open, UnitsExhausted exhausted) => new Emergency.Unserved(WithAlarm(open.Facts, exhausted.Alarm)),
        (Emergency.Open open, UnitFellSilent silent) => open with { Facts = WithAlarm(open.Facts, silent.Alarm) with { SilentAssignment = silent.Assignment } },
        (Emergency.Open open, AlarmAcknowledged seen) => open with { Facts = WithoutAlarm(open.Facts, seen.Alarm) },
        (Emergency.Over over, AlarmAcknowledged seen) => new Emergency.Over(WithoutAlarm(over.Facts, seen.Alarm)),
        (Emergency.Open open, SearchRestarted again) => new Emergency.Searching(again.AlsoThoseWhoSaidNo ? open.Facts with { SaidNo = [] } : open.Facts),
        (Emergency.Open open, EmergencyCompleted or EmergencyCancelled) => new Emergency.Over(open.Facts),
        _ => emergency,
    };

    private static EmergencyFacts WithoutUnit(EmergencyFacts facts, UnitId unit) => facts with { SaidNo = facts.SaidNo.Add(unit) };

    private static EmergencyFacts WithAlarm(EmergencyFacts facts, AlarmId alarm) => facts with { OpenAlarms = facts.OpenAlarms.Add(alarm) };

    private static EmergencyFacts WithoutAlarm(EmergencyFacts facts, AlarmId alarm) => facts with { OpenAlarms = facts.OpenAlarms.Remove(alarm) };
}
