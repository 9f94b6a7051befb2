using Telehealth.Dispatch.Areas;

namespace Telehealth.Dispatch.Policies;

/// <summary>The stable words for the reasons, and a sentence for people.</summary>
public static class LeftOutReasons
{
    /// <summary>A code such as <c>unit.lacks_skill</c>.</summary>
    public static string Code(this LeftOutReason reason) => Words(reason).Code;

    /// <summary>A sentence for the console.</summary>
    public static string Text(this LeftOutReason reason) => Words(reason).Text;

    /// <summary>
    /// Whether a person may send the unit all the same: what the rule holds against it, a person can know better. One that is off shift, at
    /// a break or has a job is first made free.
    /// </summary>
    public static bool MayBeOverruled(this LeftOutReason reason) =>
        reason is LeftOutReason.LacksSkill or LeftOutReason.Declined or LeftOutReason.NoFix or LeftOutReason.FixTooOld
            or LeftOutReason.OutsideArea;

    private static (string Code, string Text) Words(LeftOutReason reason) => reason switch
    {
        LeftOutReason.OffShift => ("unit.off_shift", "Not on shift."),
        LeftOutReason.Unavailable => ("unit.unavailable", "Marked as not available."),
        LeftOutReason.Assigned => ("unit.assigned", "Has a job or an offer already."),
        LeftOutReason.LacksSkill => ("unit.lacks_skill", "Lacks a skill that this emergency needs."),
        LeftOutReason.Declined => ("unit.declined", "Declined this emergency or let its offer pass."),
        LeftOutReason.NoFix => ("unit.no_fix", "Has not sent its position yet."),
        LeftOutReason.FixTooOld => ("unit.fix_too_old", $"Its last position is more than {UnitSelection.MaximumFixAge.TotalMinutes:0} minutes old."),
        LeftOutReason.OutsideArea => (AreaFit.OutsideItsArea.Code(), AreaFit.OutsideItsArea.Text()),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };
}
