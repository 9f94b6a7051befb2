using Telehealth.Domain.Deciding;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>Refusals of an emergency that others than its rules give too, or go by.</summary>
public static class EmergencyRejections
{
    /// <summary>Also for a stranger, who must not learn that an emergency exists.</summary>
    public static readonly Rejection NotFound = Rejection.NotFound(
        "emergency.not_found", "This emergency does not exist, or it is not yours.");

    /// <summary>It is completed or cancelled.</summary>
    public static readonly Rejection Over = Rejection.NotNow("emergency.over", "This emergency is over.");

    /// <summary>A constraint of the database says so: a patient has one open emergency at a time.</summary>
    public static readonly Rejection AlreadyOpen = Rejection.NotNow(
        "emergency.already_open", "You have already asked for help, and it is being seen to. Improve its location or cancel it.");

    /// <summary>Nobody is to be asked any more, or not for this need.</summary>
    public static readonly Rejection NotSearching =
        Rejection.NotNow("emergency.not_searching", "No unit is being looked for: one has been asked or has taken it, or nobody was left.");

    /// <summary>After so many offers only a person can help.</summary>
    public static readonly Rejection TooManyOffers =
        Rejection.NotNow("emergency.too_many_offers", "This emergency has been offered too often. Reach a crew by telephone.");

    /// <summary>The unit has the job, or has been asked.</summary>
    public static readonly Rejection WithUnitAlready = Rejection.NotNow(
        "emergency.already_with_unit", "This unit is with this emergency already.");

    /// <summary>The offer was withdrawn, or answered before.</summary>
    public static readonly Rejection OfferOver = Rejection.NotNow("offer.over", "This offer is over; the answer changed nothing.");

    /// <summary>The unit that a dispatcher named has left.</summary>
    public static readonly Rejection AssignmentOver =
        Rejection.NotNow("assignment.over", "The unit that you named is no longer on this emergency. Look at it again.");

    /// <summary>A unit was reserved before, another one.</summary>
    public static readonly Rejection ReservationExists =
        Rejection.NotNow("reservation.exists", "This is kept for another unit already. Release that one first.");

    /// <summary>It was released, or its unit has been asked.</summary>
    public static readonly Rejection ReservationOver = Rejection.NotNow("reservation.over", "This reservation is over.");

    /// <summary>The unit has arrived meanwhile, or has not answered.</summary>
    public static readonly Rejection DiversionNotUnderWay = Rejection.NotNow(
        "diversion.not_under_way", "Only a unit on its way can be diverted: this one is with its patient, or has not answered.");

    /// <summary>The emergency to which the unit is on its way is urgent enough to keep it.</summary>
    public static readonly Rejection DiversionNotAllowed =
        Rejection.NotNow("diversion.not_allowed", "By the matrix of priorities this unit stays on its job.");

    /// <summary>A constraint of the database says so: a unit has one live assignment.</summary>
    public static readonly Rejection UnitTaken = Rejection.NotNow(
        "unit.taken", "This unit has just been given another job. Choose another one.");

    /// <summary>A constraint of the database says so: a unit is reserved for one emergency.</summary>
    public static readonly Rejection UnitReserved = Rejection.NotNow(
        "unit.reserved", "Another job is kept for this unit already. Release that one first.");

    /// <summary>A constraint of the database says so: who has a job is on shift, and who has one does not end it.</summary>
    public static readonly Rejection UnitBoundOrOffShift =
        Rejection.NotNow("unit.bound_or_off_shift", "This unit is not on shift, or is bound by a job.");
}
