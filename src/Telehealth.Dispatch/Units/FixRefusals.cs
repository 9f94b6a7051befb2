namespace Telehealth.Dispatch.Units;

/// <summary>The stable words for refusals, as programs and logs see them.</summary>
public static class FixRefusals
{
    /// <summary>A code such as <c>fix.out_of_order</c>.</summary>
    public static string Code(this FixRefusal refusal) => refusal switch
    {
        FixRefusal.None => "fix.accepted",
        FixRefusal.OutOfRange => "fix.out_of_range",
        FixRefusal.Zero => "fix.zero",
        FixRefusal.Duplicate => "fix.duplicate",
        FixRefusal.Future => "fix.future",
        FixRefusal.OutOfOrder => "fix.out_of_order",
        FixRefusal.TooOld => "fix.too_old",
        FixRefusal.Inaccurate => "fix.inaccurate",
        FixRefusal.ImpossibleSpeed => "fix.impossible_speed",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not a refusal."),
    };
}
