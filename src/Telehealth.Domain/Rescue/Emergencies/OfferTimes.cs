namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>What time brings about while a crew is asked. All by the server's clock.</summary>
public static class OfferTimes
{
    /// <summary>
    /// When a crew that has not answered is paged again: at half of its time, so that whoever missed the first page has as much left to
    /// answer.
    /// </summary>
    /// <param name="offeredAt">When it was asked.</param>
    /// <param name="deadline">Until when it may answer.</param>
    public static DateTimeOffset SecondPageAt(DateTimeOffset offeredAt, DateTimeOffset deadline) => offeredAt + (deadline - offeredAt) / 2;

    /// <summary>Whether the time to answer has passed. An answer in the moment of the deadline is in time.</summary>
    public static bool IsOver(DateTimeOffset? deadline, DateTimeOffset now) => now > deadline;
}
