using Telehealth.Domain.Triage;

namespace Telehealth.Domain.Rescue.Paramedics;

/// <summary>A crew on one shift with one vehicle.</summary>
public abstract record Unit
{
    private Unit()
    {
    }

    /// <summary>The shift has not begun.</summary>
    public sealed record Unknown : Unit;

    /// <summary>On shift; paused units are not offered jobs.</summary>
    public sealed record OnShift(string CallSign, Skills Skills, bool Paused) : Unit
    {
        /// <summary>The last time nothing was heard of it, over or not; null when that has not happened.</summary>
        public Silence? Silence { get; init; }
    }

    /// <summary>The shift is over.</summary>
    public sealed record OffShift : Unit;
}
