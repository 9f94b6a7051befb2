using Telehealth.Dispatch.Areas;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Paramedics;

namespace Telehealth.Dispatch.Policies;

/// <summary>What an emergency asks for.</summary>
/// <param name="Place">Where.</param>
/// <param name="Needed">Skills that a unit must have, all of them.</param>
/// <param name="Mode">How the unit would drive.</param>
/// <param name="Declined">Units that have said no to this emergency, or let its offer pass.</param>
/// <param name="Wanted">How many to rank.</param>
public sealed record SelectionRequest(GeoPoint Place, Skills Needed, DrivingMode Mode, IReadOnlySet<UnitId> Declined, int Wanted)
{
    /// <summary>How units would start; null to let each drive at once from where it was last seen.</summary>
    public UnitStarts? Starts { get; init; }
}

/// <summary>Whether a unit could be sent.</summary>
public enum UnitReadiness
{
    /// <summary>Not on shift.</summary>
    OffShift,

    /// <summary>On shift and not to be sent, such as at a break or refuelling.</summary>
    Unavailable,

    /// <summary>Free.</summary>
    Available,

    /// <summary>Has a job, or an offer that it has not answered.</summary>
    Assigned,
}

/// <summary>Where a crew is when it is called.</summary>
public enum CrewWhereabouts
{
    /// <summary>In the vehicle, on the radio.</summary>
    OnRadio,

    /// <summary>Driving back from a job.</summary>
    Returning,

    /// <summary>At its station, out of the vehicle.</summary>
    AtStation,
}

/// <summary>
/// How long a crew needs from being called to driving. The defaults are chosen: a minute at the station is what NFPA 1710 allows for turnout,
/// and a service that measures its own puts them here.
/// </summary>
/// <param name="AtStation">Out of the vehicle.</param>
/// <param name="Returning">On the way back: to turn round and read the job.</param>
/// <param name="OnRadio">Ready to drive.</param>
public sealed record Mobilisation(TimeSpan AtStation, TimeSpan Returning, TimeSpan OnRadio)
{
    /// <summary>60, 20 and 0 seconds.</summary>
    public static Mobilisation Usual { get; } = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(20), TimeSpan.Zero);

    /// <summary>A vehicle that stands so near to its station has its crew inside the building.</summary>
    private static readonly Distance AtTheDoor = Distance.FromMetres(100);

    /// <summary>
    /// Where the crew of a free unit is, by what its device says: one that drives has to turn round, one that stands at a station has to be manned,
    /// and any other one waits in its vehicle.
    /// </summary>
    public static CrewWhereabouts Whereabouts(in Fix fix, IReadOnlyList<GeoPoint> stations)
    {
        if (fix.SpeedMetresPerSecond >= RoadExtrapolation.Slowest.MetresPerSecond)
            return CrewWhereabouts.Returning;
        foreach (var station in stations)
        {
            if (station.DistanceTo(fix.Place).Metres <= AtTheDoor.Metres)
                return CrewWhereabouts.AtStation;
        }

        return CrewWhereabouts.OnRadio;
    }

    /// <summary>For a crew.</summary>
    public TimeSpan Of(CrewWhereabouts crew) => crew switch
    {
        CrewWhereabouts.OnRadio => OnRadio,
        CrewWhereabouts.Returning => Returning,
        CrewWhereabouts.AtStation => AtStation,
        _ => throw new ArgumentOutOfRangeException(nameof(crew), crew, "Not a whereabouts."),
    };
}

/// <summary>A unit to choose from.</summary>
/// <param name="Id">Which.</param>
/// <param name="Skills">What it can do.</param>
/// <param name="Readiness">Whether it could be sent.</param>
/// <param name="LastFix">Where it was last seen, and when; null when it never was.</param>
public sealed record SelectableUnit(UnitId Id, Skills Skills, UnitReadiness Readiness, Fix? LastFix);

/// <summary>Who should go, and why the others not.</summary>
/// <param name="Ranked">Fastest first.</param>
/// <param name="LeftOut">In the order in which the units were given.</param>
public sealed record Selection(IReadOnlyList<RankedUnit> Ranked, IReadOnlyList<LeftOutUnit> LeftOut);

/// <summary>A suitable unit.</summary>
/// <param name="Id">Which.</param>
/// <param name="Travel">How long it drives from where it was last seen.</param>
/// <param name="FixAge">How long ago that was.</param>
/// <param name="Mobilisation">How long it needs before it drives.</param>
public sealed record RankedUnit(UnitId Id, Travel Travel, TimeSpan FixAge, TimeSpan Mobilisation = default)
{
    /// <summary>How far beyond its last fix it was reckoned to be; zero when it was taken from there.</summary>
    public Distance Ahead { get; init; }

    /// <summary>From now until it is there: what units are ranked by.</summary>
    public TimeSpan Arrival => Mobilisation + Travel.Time;
}

/// <summary>A unit that was not ranked.</summary>
/// <param name="Id">Which.</param>
/// <param name="Reason">The first reason that holds, in the order of <see cref="LeftOutReason"/>.</param>
public sealed record LeftOutUnit(UnitId Id, LeftOutReason Reason);

/// <summary>Why a unit was not considered: the first that holds is told.</summary>
public enum LeftOutReason
{
    /// <summary>Not on shift.</summary>
    OffShift,

    /// <summary>Not to be sent now.</summary>
    Unavailable,

    /// <summary>Has a job or an offer.</summary>
    Assigned,

    /// <summary>Lacks a skill that is needed.</summary>
    LacksSkill,

    /// <summary>Has said no to this emergency.</summary>
    Declined,

    /// <summary>Was never seen.</summary>
    NoFix,

    /// <summary>Was last seen too long ago.</summary>
    FixTooOld,

    /// <summary>Suits, and is at home in an area that does not help here: only a person sends it.</summary>
    OutsideArea,
}

/// <summary>The stable words for the reasons, and a sentence for people.</summary>
public static class LeftOutReasons
{
    /// <summary>A code such as <c>unit.lacks_skill</c>.</summary>
    public static string Code(this LeftOutReason reason) => Words(reason).Code;

    /// <summary>A sentence for the console.</summary>
    public static string Text(this LeftOutReason reason) => Words(reason).Text;

    private static (string Code, string Text) Words(LeftOutReason reason) => reason switch
    {
        LeftOutReason.OffShift => ("unit.off_shift", "Not on shift."),
        LeftOutReason.Unavailable => ("unit.unavailable", "Marked as not available."),
        LeftOutReason.Assigned => ("unit.assigned", "Has a job or an offer already."),
        LeftOutReason.LacksSkill => ("unit.lacks_skill", "Lacks a skill that this emergency needs."),
        LeftOutReason.Declined => ("unit.declined", "Declined this emergency or let its offer pass."),
        LeftOutReason.NoFix => ("unit.no_fix", "Has not sent its position yet."),
        LeftOutReason.FixTooOld => ("unit.fix_too_old", "Its last position is more than 5 minutes old."),
        LeftOutReason.OutsideArea => (AreaFit.OutsideItsArea.Code(), AreaFit.OutsideItsArea.Text()),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };
}

/// <summary>Fills in the units that pass the filter, nearest to the request's place first, as many as there is room for.</summary>
/// <param name="filter">Who comes into question.</param>
/// <param name="nearest">Room for the shortlist.</param>
/// <returns>How many were filled in; fewer than there is room for when nobody else passes.</returns>
public delegate int ShortlistSource(in UnitFilter filter, Span<NearUnit> nearest);
