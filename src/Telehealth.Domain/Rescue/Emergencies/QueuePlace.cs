using System.Globalization;
using Telehealth.Domain.Triage;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>
/// Where an emergency stands among others: the most urgent first, and among equals the one that has waited longest. The id decides between
/// two of the same moment, so that no two ever wait for each other and every console shows the same order.
/// </summary>
/// <param name="Priority">How urgent.</param>
/// <param name="RaisedAt">When help was asked for.</param>
/// <param name="Emergency">Which.</param>
public readonly record struct QueuePlace(Priority Priority, DateTimeOffset RaisedAt, EmergencyId Emergency)
{
    /// <summary>A text that stands before another's, character by character, as this emergency stands before the other.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{(int)Priority}-{RaisedAt.UtcTicks:D19}-{Emergency}");

    /// <summary>Whether this one is helped first.</summary>
    public bool ComesBefore(QueuePlace other) =>
        (Priority, RaisedAt, Emergency.Value).CompareTo((other.Priority, other.RaisedAt, other.Emergency.Value)) < 0;
}
