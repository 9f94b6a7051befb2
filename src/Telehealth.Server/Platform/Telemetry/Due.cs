namespace Telehealth.Server.Platform.Telemetry;

/// <summary>What lies before some <see cref="DueWork"/> now.</summary>
/// <param name="Count">How much is due and not done.</param>
/// <param name="Since">When the oldest of it became due; null without any.</param>
internal readonly record struct Due(long Count, DateTimeOffset? Since)
{
    public static Due Nothing { get; } = new(0, null);
}
