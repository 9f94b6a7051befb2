using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>Several servers on one database: a console on each is told each change once, whichever node it came from.</summary>
public sealed class ToldOnceTests : IAsyncLifetime
{
    private const int Emergencies = 6;
    private const int Notes = 60;

    private readonly ServerHost _host = new();
    private readonly List<ServerHost.SecondNode> _others = [];

    public async ValueTask InitializeAsync() => await _host.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _others)
            await node.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Theory, InlineData(2), InlineData(3)]
    public async Task A_console_on_each_node_is_told_each_change_once(int nodes)
    {
        var consoles = await Consoles(nodes);

        // Changes that follow each other closely, so that a row is often read with the next one in it.
        var raised = await Task.WhenAll(Enumerable.Range(0, Emergencies).Select(
            number => consoles[number % nodes].Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain())));
        await Task.WhenAll(raised.Select((emergency, at) => WriteNotes(consoles, emergency.Id, at)));
        // What is still on its way comes before this, or with it.
        var last = await consoles[0].Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        foreach (var console in consoles)
            await console.Hear<EmergencyRow>("EmergencyChanged", row => row.Id == last.Id);
        var noted = await consoles[0].Ask<EmergencyRow>("AddNote", new NewNote(Guid.NewGuid(), last.Id, "The last one"));

        foreach (var console in consoles)
        {
            await console.Hear<EmergencyRow>("EmergencyChanged", row => row.Id == last.Id && row.Version >= noted.Version);
            foreach (var emergency in raised)
                await console.Hear<EmergencyRow>("EmergencyChanged", row => row.Id == emergency.Id && row.Version > Notes);
            OnceEach(console.Heard<EmergencyRow>("EmergencyChanged").Select(row => (row.Id, row.Version)));
            OnceEach(console.Heard<UnitRow>("UnitChanged").Select(row => (row.Id, row.Version)));
            OnceEach(console.Heard<AlarmRow>("AlarmChanged").Select(row => (row.Id, row.Version)));
            await console.DisposeAsync();
        }
    }

    private static async Task WriteNotes(IReadOnlyList<LiveClient> consoles, Guid emergency, int at)
    {
        for (var note = 0; note < Notes; note++)
            await consoles[(at + note) % consoles.Count].Ask<EmergencyRow>(
                "AddNote", new NewNote(Guid.NewGuid(), emergency, $"Note {note}"));
    }

    private static void OnceEach(IEnumerable<(Guid Id, long Version)> rows)
    {
        var told = rows.ToList();
        Assert.Empty(told.GroupBy(row => row).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.All(
            told.GroupBy(row => row.Id),
            row => Assert.Equal(row.Select(one => one.Version).Order(), row.Select(one => one.Version)));
    }

    private async Task<IReadOnlyList<LiveClient>> Consoles(int nodes)
    {
        while (_others.Count < nodes - 1)
            _others.Add(await _host.AddNode());
        await Eventually.True(
            () => _others.All(node => node.Get<SiloBus>().Peers == nodes - 1), "the nodes know each other");
        var token = await _host.TokenOf(DemoPeople.Hana);
        List<LiveClient> consoles = [];
        foreach (var address in (Uri[])[_host.Address, .. _others.Select(node => node.Address)])
        {
            consoles.Add(await ServerHost.Connect(address, "dispatch", token));
            await consoles[^1].Ask<Board>("WatchBoard");
        }
        return consoles;
    }
}
