using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Paramedics.UnitEvent;

namespace Telehealth.Domain.Rescue.Paramedics;

/// <summary>What happened to a unit.</summary>
public abstract record UnitEvent
{
    private UnitEvent()
    {
    }

    /// <summary>A crew took a vehicle and can be sent.</summary>
    public sealed record ShiftStarted(
        UnitId Unit, Guid Vehicle, string CallSign, IReadOnlyList<PersonId> Crew, Skills Skills, DateTimeOffset At) : UnitEvent;

    /// <summary>The crew can no longer be offered jobs, for a reason.</summary>
    public sealed record UnitPaused(string Reason, DateTimeOffset At) : UnitEvent;

    /// <summary>The crew can be offered jobs again.</summary>
    public sealed record UnitResumed(DateTimeOffset At) : UnitEvent;

    /// <summary>A dispatcher asked the idle crew to wait at a post.</summary>
    /// <param name="Post">What the post is called.</param>
    /// <param name="Place">Where it is.</param>
    /// <param name="At">When, by the server's clock.</param>
    public sealed record UnitPosted(string Post, GeoPoint Place, DateTimeOffset At) : UnitEvent;

    /// <summary>Nothing was heard of an available crew for too long: an alarm asks a dispatcher to call it.</summary>
    /// <param name="Alarm">The one before it when the crew was back for a moment only: what was acknowledged stays acknowledged.</param>
    /// <param name="Since">Since when nothing was heard, by the server's clock.</param>
    /// <param name="At">When, by the server's clock.</param>
    public sealed record UnitWentSilent(AlarmId Alarm, DateTimeOffset Since, DateTimeOffset At) : UnitEvent;

    /// <summary>A dispatcher has seen that the crew is silent and looks after it.</summary>
    public sealed record SilenceAcknowledged(AlarmId Alarm, DateTimeOffset At) : UnitEvent;

    /// <summary>The silence is over; a pause and the end of the shift end it too, without this.</summary>
    public sealed record SilenceEnded(SilenceEnd Because, DateTimeOffset At) : UnitEvent;

    /// <summary>The crew gave the vehicle back.</summary>
    public sealed record ShiftEnded(DateTimeOffset At) : UnitEvent;
}
