using Telehealth.LoadTests.Running;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Hostile.Attacks;

/// <summary>
/// Texts that no database keeps: a NUL, half a surrogate pair, control characters,
/// a codes of 50,000 letters; as lines of chat, reasons and calls for help.
/// </summary>
internal sealed class PoisonedTexts(ServerUnderTest server, People people) : IAttack
{
    private static readonly string[] Poisons = ["a\0b", "a\uD800b", "\u0001\u0002", new('q', 50_000)];

    private string _token = "";

    public string Name => "poisoned texts";

    public async Task Prepare(CancellationToken ct) => _token = await people.SignUp("poisoner", "patient", ct);

    public async Task Run(CancellationToken stop)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        var (consult, emergency) = (HubClient.To(server.Hub("/hub/consult"), _token), HubClient.To(server.Hub("/hub/emergency"), _token));
        try
        {
            await consult.Start(stop);
            await emergency.Start(stop);
            for (var turn = 0; await tick.WaitForNextTickAsync(stop); turn++)
            {
                var poison = Poisons[turn % Poisons.Length];
                await Try(consult.Tell("Ask", [new { commandId = Guid.NewGuid(), reason = poison }], stop));
                await Try(consult.Tell("Say", [new { commandId = Guid.NewGuid(), consultId = Guid.NewGuid(), text = poison }], stop));
                await Try(emergency.Tell("Raise", [Call(poison)], stop));
            }
        }
        finally
        {
            await consult.DisposeAsync();
            await emergency.DisposeAsync();
        }
    }

    private static object Call(string poison) => new
    {
        commandId = Guid.NewGuid(),
        complaint = "fall",
        answers = new[] { new { questionCode = poison, answer = "yes" } },
        description = poison,
        location = new { latitude = 48.4, longitude = 9.6, accuracyMetres = (double?)null, source = "map", note = poison },
        callbackNumber = poison,
    };

    private static async Task Try(Task telling)
    {
        try
        {
            await telling;
        }
        catch (Exception)
        {
            // Half a surrogate does not even leave this machine; the rest is refused. Whether to go on is asked at the next turn.
        }
    }
}
