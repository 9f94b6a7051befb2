using System.Globalization;
using Telehealth.LoadTests.Hostile;
using Telehealth.LoadTests.Measuring;
using Telehealth.LoadTests.Offers;
using Telehealth.Testing.Hubs;
using Telehealth.Testing.Nodes;

namespace Telehealth.LoadTests.Faults;

/// <summary>Visits with audio, one that begins at each node.</summary>
internal sealed class Visits : IAsyncDisposable
{
    private static readonly TimeSpan HeardWithin = TimeSpan.FromSeconds(60);

    private readonly List<VisitPage> _pages = [];

    /// <summary>Everybody hears the other when this returns.</summary>
    public static async Task<Visits> Begin(IReadOnlyList<NodeProcess> nodes, int seed, CancellationToken ct)
    {
        var visits = new Visits();
        var people = new People(nodes[0].Http);
        for (var number = 0; number < nodes.Count; number++)
        {
            var patient = await people.SignUp(string.Create(CultureInfo.InvariantCulture, $"patient{number}"), "patient", ct);
            var clinician = await people.SignUp(string.Create(CultureInfo.InvariantCulture, $"clinician{number}"), "clinician", ct);
            var id = await Admit(nodes[number], patient, clinician, ct);
            visits.Open([.. nodes.Skip(number), .. nodes.Take(number)], patient, id, seed + 10 * number);
            visits.Open([.. nodes.Skip(number + 1), .. nodes.Take(number + 1)], clinician, id, seed + 10 * number + 5);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(HeardWithin);
        while (visits._pages.Exists(page => page.Heard.SilentFor is null))
            await Task.Delay(100, patience.Token);
        return visits;
    }

    /// <summary>For each page, how long after this instant it heard the other again for good.</summary>
    public IEnumerable<TimeSpan> BackAfter(long since, long until) => _pages.Select(page => page.Heard.BackAfter(since, until));

    /// <summary>Tells of those that hear nothing now.</summary>
    public void TellOfSilent()
    {
        foreach (var (number, page) in _pages.Index())
        {
            if (page.Heard.SilentFor is { } silent && silent > TimeSpan.FromSeconds(1))
                Figures.Say($"page {number} has heard nothing for {silent.TotalSeconds:0.0} s: {page.Trouble}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _pages)
            await page.DisposeAsync();
    }

    private static async Task<Guid> Admit(NodeProcess node, string patient, string clinician, CancellationToken ct)
    {
        await using var asking = HubClient.To(node.Hub("/hub/consult"), patient);
        await using var admitting = HubClient.To(node.Hub("/hub/consult"), clinician);
        await asking.Start(ct);
        await admitting.Start(ct);
        var consult = await asking.Ask<UnitName>("Ask", [new { commandId = Guid.NewGuid(), reason = "A cough" }], ct);
        await admitting.Ask<object>("Admit", [new { commandId = Guid.NewGuid(), consultId = consult.Id }], ct);
        // The room is where somebody enters first.
        await asking.Ask<object>("Enter", [consult.Id, 0], ct);
        return consult.Id;
    }

    private void Open(IReadOnlyList<NodeProcess> nodes, string token, Guid consult, int seed)
    {
        var page = new VisitPage(nodes, token, consult, seed);
        _pages.Add(page);
        page.Open();
    }
}
