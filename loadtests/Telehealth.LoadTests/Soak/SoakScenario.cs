using System.Diagnostics;
using System.Globalization;
using Telehealth.LoadTests.Hostile;
using Telehealth.LoadTests.Measuring;
using Telehealth.LoadTests.Running;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Soak;

/// <summary>Whether the server's memory stays where it is for as long as a call of two goes on.</summary>
internal static class SoakScenario
{
    /// <summary>
    /// What may be, in MiB: methods go on being compiled for as long as some are called for the first or the thirtieth time, and the
    /// collector touches a page now and then that it had not used. Garbage that nobody collected was 6 to 9.
    /// </summary>
    private const double MostGrowthPerMinute = 0.2;

    /// <summary>
    /// In bytes, hexadecimal: 16 MiB. By itself the runtime waits for as much garbage as a good part of the processor's cache, tens of MiB,
    /// and for a quarter of an hour that looks like a leak. Collected early, what grows is what lives.
    /// </summary>
    private const string CollectsAfter = "0x1000000";

    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(10);

    /// <summary>What runs for the first time, is compiled and is filled for the first time belongs to the start.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(5);

    /// <summary>A shorter call shows that all works, and its growth decides nothing.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(20);

    private static readonly TimeSpan Shortest = WarmUp + TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public static async Task<int> Run(string[] options, CancellationToken ct)
    {
        if (LengthOf(options) is not { } length)
        {
            await Console.Error.WriteLineAsync($"--minutes takes a number from {Shortest.TotalMinutes} to {Longest.TotalMinutes}.");
            return 2;
        }

        return await Run(length, options.Contains("--city"), ct);
    }

    private static TimeSpan? LengthOf(string[] options)
    {
        if (options.Contains("--quick"))
            return Shortest;
        var at = Array.IndexOf(options, "--minutes");
        if (at < 0)
            return Usual;
        return int.TryParse(options.ElementAtOrDefault(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            && TimeSpan.FromMinutes(minutes) is var length && length >= Shortest && length <= Longest ? length : null;
    }

    private static async Task<int> Run(TimeSpan length, bool city, CancellationToken ct)
    {
        await using var server = await ServerUnderTest.Start(
            new Dictionary<string, string>
            {
                ["Demo__Enabled"] = "true", ["Demo__CityLife"] = city ? "true" : "false", ["DOTNET_GCGen0MaxBudget"] = CollectsAfter,
            },
            ct);
        var people = new People(server.Http);
        var patient = HubClient.To(server.Hub("/hub/consult"), await people.SignUp("patient", "patient", ct));
        var clinician = HubClient.To(server.Hub("/hub/consult"), await people.SignUp("clinician", "clinician", ct));
        await using var call = await SoakCall.Begin(patient, clinician, ct);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var pages = call.Live(end.Token);
        Figures.Say($"a call of {length.TotalMinutes} minutes; the server is process {server.ProcessId}");
        var uses = await Watch(server, call, pages, length, ct);
        await end.CancelAsync();
        await pages.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Print(uses, call);
    }

    private static async Task<List<MemoryUse>> Watch(
        ServerUnderTest server, SoakCall call, Task pages, TimeSpan length, CancellationToken ct)
    {
        List<MemoryUse> uses = [];
        var arrived = call.Arrived;
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(SampleEvery);
        while (clock.Elapsed < length && await timer.WaitForNextTickAsync(ct))
        {
            // A page that was refused something has ended the call, and the figures with it.
            if (pages.IsCompleted)
                await pages;
            var before = arrived;
            arrived = call.Arrived;
            if (arrived.Zip(before).Any(side => side.First <= side.Second))
                throw new InvalidOperationException("Nothing arrives any more: the memory of a call that is over says nothing.");
            var use = MemoryUse.Of(server.ProcessId, clock.Elapsed);
            uses.Add(use);
            if (uses.Count % 6 == 0)
                Figures.Say(
                    $"minute {use.At.TotalMinutes, 3:0}: resident {use.Resident:0.0} MiB, anonymous {use.Anonymous:0.0} MiB, {use.Threads} threads, arrived {string.Join(" and ", arrived)}");
        }

        return uses;
    }

    private static int Print(List<MemoryUse> uses, SoakCall call)
    {
        var settled = uses.Where(use => use.At >= WarmUp).ToList();
        var growth = MemoryUse.GrowthPerMinute(settled);
        Figures.Print("soak.rss_begin_mib", settled[0].Resident, "MiB");
        Figures.Print("soak.rss_end_mib", settled[^1].Resident, "MiB");
        Figures.Print("soak.growth_mib_per_minute", growth, "MiB/min");
        Figures.Print("soak.packets", call.Arrived.Min(), "count");
        if (settled[^1].At < LongEnough - SampleEvery)
        {
            Figures.Say($"shorter than {LongEnough.TotalMinutes} minutes: the growth decides nothing");
            return 0;
        }

        Figures.Say(string.Create(CultureInfo.InvariantCulture, $"allowed: {MostGrowthPerMinute} MiB a minute"));
        return growth <= MostGrowthPerMinute ? 0 : 1;
    }
}
