using Npgsql;
using Telehealth.LoadTests.Measuring;
using Telehealth.Testing.Hubs;
using Telehealth.Testing.Nodes;

namespace Telehealth.LoadTests.Faults;

/// <summary>A console at each node that shows the board from the beginning to the end.</summary>
internal sealed class Screens : IAsyncDisposable
{
    private readonly List<BoardScreen> _boards = [];

    public static async Task<Screens> Open(IReadOnlyList<NodeProcess> nodes, CancellationToken ct)
    {
        var token = await HubClient.SignIn(nodes[0].Http, "hana@demo.telehealth", "demo-telehealth", ct);
        var screens = new Screens();
        screens._boards.AddRange(nodes.Select(node => new BoardScreen(node, token)));
        screens._boards.ForEach(board => board.Open());
        return screens;
    }

    /// <summary>Rows of all of them that are not as in the log.</summary>
    public async Task<int> Disagreements(NpgsqlDataSource database, CancellationToken ct)
    {
        var all = 0;
        foreach (var (number, board) in _boards.Index())
        {
            var wrong = await board.Disagreements(database, ct);
            if (wrong > 0)
                Figures.Say($"the board at node {number} differs in {wrong} rows");
            all += wrong;
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var board in _boards)
            await board.DisposeAsync();
    }
}
