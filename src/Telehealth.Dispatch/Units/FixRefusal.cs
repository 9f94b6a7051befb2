namespace Telehealth.Dispatch.Units;

/// <summary>Why a position was not believed.</summary>
public enum FixRefusal
{
    /// <summary>It was believed.</summary>
    None,

    /// <summary>Not a place on Earth, or not a number.</summary>
    OutOfRange,

    /// <summary>Exactly 0/0: what a receiver without a fix reports.</summary>
    Zero,

    /// <summary>The device's clock runs ahead of ours.</summary>
    Future,

    /// <summary>The last believed one once more: the same time and the same place.</summary>
    Duplicate,

    /// <summary>Not newer than the last believed one.</summary>
    OutOfOrder,

    /// <summary>From longer ago than a position means anything for dispatch.</summary>
    TooOld,

    /// <summary>The device itself does not know better than a kilometre.</summary>
    Inaccurate,

    /// <summary>Nothing on wheels gets there from the last one in that time.</summary>
    ImpossibleSpeed,
}
