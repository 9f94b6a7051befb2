using Telehealth.Domain.Deciding;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyCommand;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>
/// Asking units, and what they answer. The first acceptance of a need wins; every other offer of it is taken back in the same breath.
/// </summary>
internal static class OfferRules
{
    private static readonly Rejection AskedAlready = EmergencyRejections.WithUnitAlready with
    {
        Text = "This unit has already been asked.",
    };
    private static readonly Rejection HasItAlready = EmergencyRejections.WithUnitAlready with { Text = "This unit already has the job." };
    private static readonly Rejection AskedTwice = Rejection.Invalid("unit.asked_twice", "A unit can meet one need of an emergency only.");
    private static readonly Rejection NotAJob = Rejection.NotNow(
        "assignment.not_a_job", "Only a crew that has taken the job can be relieved.");
    private static readonly Rejection Expired = Rejection.NotNow("offer.expired", "The time to answer had passed; the job has gone on.");
    private static readonly Rejection AlreadyAccepted =
        Rejection.NotNow("offer.accepted", "The offer has already been accepted. Ask dispatch to stand you down.");

    public static Decision<EmergencyEvent> Offer(OfferUnits command, Emergency.Open open, DateTimeOffset now)
    {
        var unmet = open.Unmet.Select(need => need.Number).ToHashSet();
        if (command.Offers.Count == 0 || open.Facts.NobodyLeft || command.Offers.Any(offer => !unmet.Contains(offer.Need)))
        {
            return EmergencyRejections.NotSearching;
        }

        if (command.Offers.DistinctBy(offer => offer.Unit).Count() != command.Offers.Count)
        {
            return AskedTwice;
        }

        if (command.Offers.Any(offer => open.Assignments.Exists(known => known.Unit == offer.Unit)))
        {
            return EmergencyRejections.WithUnitAlready;
        }

        return open.Facts.LastEpoch + command.Offers.Count > MaxOffers
            ? EmergencyRejections.TooManyOffers
            : Decision.Of<EmergencyEvent>([
                .. command.Offers.Select(
                    (offer, index) =>
                        new UnitOffered(
                            offer.Assignment, open.Facts.LastEpoch + index + 1, offer.Unit, ByHand: false, offer.Travel,
                            now + command.AnswerWithin, now, offer.Need)),
            ]);
    }

    public static Decision<EmergencyEvent> Replace(ReplaceOffer replace, Emergency.Open open, DateTimeOffset now) =>
        open.Find(replace.Instead) is not { IsOffer: true } offer || open.Assignments.Exists(known => known.Unit == replace.Offer.Unit)
            ? EmergencyRejections.NotSearching
            : open.Facts.LastEpoch >= MaxOffers ? EmergencyRejections.TooManyOffers
            : Decision.Of<EmergencyEvent>(
                new OfferRescinded(offer.Id, offer.Unit, "The location changed, and another unit is nearer to it.", now, ByRule: true),
                new UnitOffered(
                    replace.Offer.Assignment, open.Facts.LastEpoch + 1, replace.Offer.Unit, ByHand: false, replace.Offer.Travel,
                    now + replace.AnswerWithin, now, offer.Need));

    public static Decision<EmergencyEvent> ByHand(AssignByHand assign, Emergency.Open open, DateTimeOffset now)
    {
        if (EmergencyRules.ReasonProblem(assign.Reason) is { } problem)
        {
            return problem;
        }

        if (open.Assignments.Find(known => known.Unit == assign.Unit && known.IsBinding) is { } present)
        {
            return present.IsOffer ? AskedAlready : HasItAlready;
        }

        if (Named(assign.Instead, open, out var instead) is { } gone)
        {
            return gone;
        }

        if (Named(assign.Relieves, open, out var relieved) is { } over)
        {
            return over;
        }

        if (relieved is { IsJob: false })
        {
            return NotAJob;
        }

        var (need, added) = NeedFor(open, ref instead, relieved);
        var ended = instead?.Id;
        List<EmergencyEvent> events = [];
        events.AddRange(
            added is null ? [] : [new UnitsRequired([added], open.Facts.AlarmLevel, assign.Reason.Trim(), PlanVersion: null, now)]);
        events.AddRange(instead is null ? [] : [End(instead, assign.Reason.Trim(), now)]);
        // Kept for this unit until now: from here on it is asked.
        events.AddRange(
            open.Assignments.Where(known => known.Unit == assign.Unit && known.Id != ended)
                .Select(known => End(known, assign.Reason.Trim(), now)));
        events.Add(
            new UnitOffered(
                assign.Assignment, open.Facts.LastEpoch + 1, assign.Unit, ByHand: true, assign.Travel, now + assign.AnswerWithin, now, need,
                relieved?.Id, assign.Recommended));
        return added is not null && open.Facts.Needs.Count >= EmergencyRules.MaxNeeds
            ? EmergencyRules.TooManyUnits
            : Decision.Of<EmergencyEvent>(events);
    }

    public static Decision<EmergencyEvent> Accept(AcceptOffer accept, Emergency emergency, DateTimeOffset now)
    {
        if (emergency is not Emergency.Open open || open.Find(accept.Assignment) is not { } offer || offer.Unit != accept.Unit)
        {
            return JobRules.TooLate(
                emergency, EmergencyRejections.OfferOver, accept.Assignment, accept.Unit, accept.Epoch, AssignmentStatus.Accepted,
                accept.DeviceTime, now);
        }

        if (offer.IsJob)
        {
            return Decision.Nothing<EmergencyEvent>();
        }

        if (!offer.IsOffer || offer.Epoch != accept.Epoch)
        {
            return EmergencyRejections.OfferOver;
        }

        if (OfferTimes.IsOver(offer.Deadline, now))
        {
            return Expired;
        }

        var others = open.Assignments.Where(other => other.Need == offer.Need && other != offer && !other.IsJob);
        return Decision.Of<EmergencyEvent>([
            new OfferAccepted(accept.Assignment, accept.Unit, accept.DeviceTime, now),
            .. others.Select(other => End(other, "Another crew took it.", now, byRule: true)),
        ]);
    }

    public static Decision<EmergencyEvent> Decline(DeclineOffer decline, Emergency emergency, DateTimeOffset now)
    {
        if (emergency is not Emergency.Open open
            || open.Find(decline.Assignment) is not { } offer
            || offer.Unit != decline.Unit
            || offer.Epoch != decline.Epoch)
        {
            return EmergencyRejections.OfferOver;
        }

        if (offer.IsJob)
        {
            return AlreadyAccepted;
        }

        return !offer.IsOffer ? EmergencyRejections.OfferOver
            : EmergencyRules.ReasonProblem(decline.Reason) is { } problem ? problem
            : new OfferDeclined(decline.Assignment, decline.Unit, decline.Reason.Trim(), decline.DeviceTime, now);
    }

    public static Decision<EmergencyEvent> Expire(ExpireOffer expire, Emergency.Open open, DateTimeOffset now) =>
        open.Find(expire.Assignment) is { IsOffer: true } offer && OfferTimes.IsOver(offer.Deadline, now)
            ? new OfferExpired(offer.Id, offer.Unit, now)
            : Decision.Nothing<EmergencyEvent>();

    /// <summary>Once, and not before its time: a crew that hears neither page is asked no third time, the next one is.</summary>
    public static Decision<EmergencyEvent> PageAgain(PageAgain page, Emergency.Open open, DateTimeOffset now) =>
        open.Find(page.Assignment) is { IsOffer: true, Pages: 1 } offer
        && now >= offer.SecondPageAt && !OfferTimes.IsOver(offer.Deadline, now)
            ? new UnitPagedAgain(offer.Id, offer.Unit, now)
            : Decision.Nothing<EmergencyEvent>();

    public static Decision<EmergencyEvent> Reserve(ReserveUnit reserve, Emergency.Open open, DateTimeOffset now)
    {
        if (open.Assignments.Exists(known => known.Unit == reserve.Unit))
        {
            return EmergencyRejections.WithUnitAlready;
        }

        var need = reserve.Need ?? open.Unmet.Select(unmet => unmet.Number).FirstOrDefault();
        if (open.Unmet.All(unmet => unmet.Number != need))
        {
            return EmergencyRejections.NotSearching;
        }

        return open.Facts.LastEpoch >= MaxOffers ? EmergencyRejections.TooManyOffers
            : open.Assignments.Exists(known => known.Need == need && !known.IsBinding)
                ? EmergencyRejections.ReservationExists
                : new UnitReserved(reserve.Assignment, open.Facts.LastEpoch + 1, reserve.Unit, need, reserve.ByHand, reserve.Travel, now);
    }

    /// <summary>The unit is clear. When another one was asked or has taken the job meanwhile, it is not.</summary>
    public static Decision<EmergencyEvent> OfferReserved(OfferReservation offer, Emergency.Open open, DateTimeOffset now) =>
        open.Find(offer.Assignment) is not { IsBinding: false } reserved ? EmergencyRejections.ReservationOver
        : open.Unmet.Any(need => need.Number == reserved.Need)
            ? new ReservationOffered(reserved.Id, reserved.Unit, now + offer.AnswerWithin, now)
            : new ReservationReleased(reserved.Id, reserved.Unit, "Another unit has been asked.", now);

    public static Decision<EmergencyEvent> Release(ReleaseReservation release, Emergency.Open open, DateTimeOffset now) =>
        open.Find(release.Assignment) is not { IsBinding: false } reserved ? EmergencyRejections.ReservationOver
        : EmergencyRules.ReasonProblem(release.Reason) is { } problem ? problem
        : new ReservationReleased(reserved.Id, reserved.Unit, release.Reason.Trim(), now);

    /// <summary>The event by which an involvement ends, by how far it is.</summary>
    public static EmergencyEvent End(Assignment assignment, string reason, DateTimeOffset now, bool byRule = false) =>
        assignment.Status switch
        {
            AssignmentStatus.Reserved => new ReservationReleased(assignment.Id, assignment.Unit, reason, now),
            AssignmentStatus.Offered => new OfferRescinded(assignment.Id, assignment.Unit, reason, now, byRule),
            _ => new UnitStoodDown(assignment.Id, assignment.Unit, reason, now),
        };

    private const int MaxOffers = EmergencyRules.MaxOffers;

    private static Rejection? Named(AssignmentId? id, Emergency.Open open, out Assignment? assignment)
    {
        assignment = id is { } wanted ? open.Find(wanted) : null;
        return id is not null && assignment is null
            ? EmergencyRejections.AssignmentOver
            : null;
    }

    /// <summary>
    /// The need that a unit chosen by hand meets: that of the one it replaces or relieves, else one that nobody has, else that of a lone
    /// offer without an answer, which it replaces; else it comes on top.
    /// </summary>
    private static (int Need, Need? Added) NeedFor(Emergency.Open open, ref Assignment? instead, Assignment? relieved)
    {
        if ((instead ?? relieved) is { } given)
        {
            return (given.Need, null);
        }

        switch (OfferEffects.Of(open))
        {
            case OfferEffect.Meets:
                return (open.Unmet.First().Number, null);
            case OfferEffect.Replaces:
                instead = open.Assignments[0];
                return (instead.Need, null);
            default:
                var added = new Need(open.Facts.Needs.Max(need => need.Number) + 1, "Additional unit", open.Facts.TriagedSkills);
                return (added.Number, added);
        }
    }
}
