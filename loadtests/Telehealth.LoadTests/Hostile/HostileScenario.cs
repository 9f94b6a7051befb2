using Telehealth.LoadTests.Hostile.Attacks;
using Telehealth.LoadTests.Measuring;
using Telehealth.LoadTests.Offers;
using Telehealth.LoadTests.Running;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Hostile;

/// <summary>
/// Ordinary calls, chats and emergencies, measured in turn while all is calm and while strangers, patients and
/// crews do what nobody should: the relay's rules broken, sockets never read, connections and commands without
/// number, poisoned texts, uploads that hardly move, command ids used up beforehand. Every part of the server
/// has its usual limits. The figures are the ratios of the attacked parts to the calm ones of the same run.
/// </summary>
internal static class HostileScenario
{
    private const int Seed = 20261129;
    private const int Units = 40;

    /// <summary>
    /// Only what is needed to make and sign in many accounts at once, which is not what is measured; every other limit is the usual one.
    /// </summary>
    private static Dictionary<string, string> Settings => new()
    {
        ["Demo__Enabled"] = "true",
        ["Demo__CityLife"] = "false",
        ["Access__PasswordIterations"] = "1000",
        ["Access__SignInsPerMinute"] = "1000000",
        ["Access__StrangeSignInsPerMinute"] = "1000000",
        ["Access__SignInsWaiting"] = "1000",
    };

    public static async Task<int> Run(bool quick, CancellationToken ct)
    {
        var (parts, length) = quick ? (2, TimeSpan.FromSeconds(10)) : (6, TimeSpan.FromSeconds(30));
        await using var server = await ServerUnderTest.Start(Settings, ct);
        var people = new People(server.Http);
        await using var uploads = new SlowUploads(server, people);
        await uploads.Prepare(ct);
        await using var ordinary = await OrdinaryLife.Begin(server, people, Units, Seed, ct);
        var taken = new TakenIds(server, people);
        IAttack[] attacks =
        [
            new RelayBreaker(server, Seed),
            new NeverReading(server, people),
            new ManySockets(server, people),
            new PoisonedTexts(server, people),
            uploads,
            taken,
        ];
        foreach (var attack in attacks.Where(attack => attack != uploads))
            await attack.Prepare(ct);
        Figures.Say($"{attacks.Length} attacks: {string.Join(", ", attacks.Select(attack => attack.Name))}");

        // What runs for the first time is slow by itself.
        await ordinary.Live(TimeSpan.FromSeconds(quick ? 4 : 10), new Lived(), null, ct);
        var (calm, attacked) = (new Lived(), new Lived());
        for (var part = 0; part < parts; part++)
        {
            if (part % 2 == 0)
                await ordinary.Live(length, calm, null, ct);
            else
                await UnderAttack(attacks, () => ordinary.Live(length, attacked, taken.Hears, ct), ct);
        }

        return await Print(server, ordinary, calm, attacked, ct);
    }

    private static async Task UnderAttack(IReadOnlyList<IAttack> attacks, Func<Task> live, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var running = attacks.Select(attack => LowPriority.Run(attack.Run, stop.Token)).ToList();
        await live();
        await stop.CancelAsync();
        await Task.WhenAll(running);
    }

    private static async Task<int> Print(ServerUnderTest server, OrdinaryLife ordinary, Lived calm, Lived attacked, CancellationToken ct)
    {
        calm.Say("calm");
        attacked.Say("attacked");
        var lost = await ordinary.CountLost(ct);
        var (logBytes, faults) = server.Log("The media loop met a fault");
        Figures.Print("hostile.sound_p99_ratio", Ratio(attacked.Sound, calm.Sound), "ratio");
        Figures.Print("hostile.chat_p99_ratio", Ratio(attacked.Chat, calm.Chat), "ratio");
        Figures.Print("hostile.offer_p99_ratio", Ratio(attacked.Offers, calm.Offers), "ratio");
        Figures.Print("hostile.sound_lost_percent", attacked.SoundLostPercent, "%");
        Figures.Print("hostile.media_faults", faults, "count");
        Figures.Print("hostile.lost", lost, "count");
        Figures.Print("hostile.log_mib", logBytes / 1048576.0, "MiB");
        return lost == 0 && faults == 0 ? 0 : 1;
    }

    private static double Ratio(LatencyHistogram attacked, LatencyHistogram calm) =>
        attacked.Percentile(0.99).TotalMilliseconds / calm.Percentile(0.99).TotalMilliseconds;
}

/// <summary>How ordinary people fared in the parts of one kind.</summary>
internal sealed class Lived
{
    public LatencyHistogram Sound { get; } = new();

    public LatencyHistogram Chat { get; } = new();

    public LatencyHistogram Offers { get; } = new();

    public long SoundSent { get; set; }

    public long SoundArrived { get; set; }

    public double SoundLostPercent => SoundSent == 0 ? 0 : 100.0 * (SoundSent - SoundArrived) / SoundSent;

    public void Say(string title) => Figures.Say(
        $"{title}: sound {Text(Sound)}, lost {SoundLostPercent:0.00} %; chat {Text(Chat)}; offers {Text(Offers)}");

    private static string Text(LatencyHistogram latencies) =>
        $"p50 {latencies.Percentile(0.5).TotalMilliseconds:0.0} p99 {latencies.Percentile(0.99).TotalMilliseconds:0.0} ms of {latencies.Count}";
}
