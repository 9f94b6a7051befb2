namespace Telehealth.LoadTests.Hostile.Attacks;

/// <summary>
/// One way to harm others. It is prepared while all is calm and runs only while it is told to; its loops are bounded in rate.
/// </summary>
internal interface IAttack
{
    string Name { get; }

    Task Prepare(CancellationToken ct);

    /// <summary>Until it is stopped. What the server does to the attacker, such as ending its connection, is no failure.</summary>
    Task Run(CancellationToken stop);
}
