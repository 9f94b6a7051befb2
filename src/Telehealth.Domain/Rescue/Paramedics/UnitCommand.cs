using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Paramedics.UnitCommand;

namespace Telehealth.Domain.Rescue.Paramedics;

/// <summary>What may be asked of a unit.</summary>
public abstract record UnitCommand
{
    private UnitCommand()
    {
    }

    /// <summary>A crew takes a vehicle.</summary>
    public sealed record StartShift(UnitId Unit, Guid Vehicle, string CallSign, IReadOnlyList<PersonId> Crew, Skills Skills) : UnitCommand;

    /// <summary>The crew asks not to be offered jobs.</summary>
    public sealed record Pause(string Reason) : UnitCommand;

    /// <summary>The crew can be offered jobs again.</summary>
    public sealed record Resume : UnitCommand;

    /// <summary>The crew is asked to wait at a post, so that less is left uncovered. It binds nobody: jobs are offered as before.</summary>
    public sealed record SendToPost(string Post, GeoPoint Place) : UnitCommand;

    /// <summary>Nothing is heard of the crew. Said too early, or again while it is silent, it changes nothing.</summary>
    /// <param name="Alarm">The alarm's id, if it becomes a new one.</param>
    /// <param name="Since">Since when nothing was heard, by the server's clock.</param>
    /// <param name="LastWordAt">When its device was last heard or its status last entered, by whomever; not before a node listened.</param>
    /// <param name="After">How long that may be ago.</param>
    /// <param name="BackForAtLeast">A crew that was back for less than this goes on with its last alarm.</param>
    public sealed record ReportSilent(
        AlarmId Alarm, DateTimeOffset Since, DateTimeOffset LastWordAt, TimeSpan After, TimeSpan BackForAtLeast) : UnitCommand;

    /// <summary>A dispatcher has seen the alarm: it sounds no more, and is shown until the silence is over.</summary>
    public sealed record AcknowledgeSilence(AlarmId Alarm) : UnitCommand;

    /// <summary>There is nothing more to ask. Said of a crew that is not silent, it changes nothing.</summary>
    public sealed record EndSilence(SilenceEnd Because) : UnitCommand;

    /// <summary>The crew goes home. That no job is live is a constraint of the database.</summary>
    public sealed record EndShift : UnitCommand;
}
