namespace Telehealth.Server.Visits.ConnectionTests;

/// <summary>Section <c>ConnectionTests</c>: how much of the relay is lent to people without an account.</summary>
internal sealed class ConnectionTestOptions
{
    public const string Section = "ConnectionTests";

    /// <summary>Tests that run at once, in all.</summary>
    public int AtOnce { get; set; } = 20;

    /// <summary>Tests that run at once from one network address, so that a few addresses do not take all places.</summary>
    public int AtOncePerNetwork { get; set; } = 4;

    /// <summary>Tests that one network address may begin in a minute.</summary>
    public int PerMinute { get; set; } = 12;

    /// <summary>How long a test may last; after that its room is closed.</summary>
    public TimeSpan EndsAfter { get; set; } = TimeSpan.FromSeconds(40);
}
