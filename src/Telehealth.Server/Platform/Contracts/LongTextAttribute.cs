namespace Telehealth.Server.Platform.Contracts;

/// <summary>A text of a contract that may be longer than the gate lets through otherwise: at most so many UTF-16 units.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class LongTextAttribute(int most) : Attribute
{
    public int Most { get; } = most;
}
