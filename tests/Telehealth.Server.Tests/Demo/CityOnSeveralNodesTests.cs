using Npgsql;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Nodes;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Demo;

/// <summary>Two servers as they run, in demo mode with its city.</summary>
public sealed class CityOnSeveralNodesTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Demo__Enabled"] = "true",
        ["Access__PasswordIterations"] = "1000",
    };

    private readonly List<NodeProcess> _nodes = [];
    private TestDatabase? _database;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create("empty", _ => Task.CompletedTask);
        for (var node = 0; node < 2; node++)
            _nodes.Add(await NodeProcess.Start(
                Path.Combine(AppContext.BaseDirectory, "Telehealth.Server.dll"), _database.ConnectionString, Settings));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await _database!.DisposeAsync();
    }

    [Theory]
    [InlineData(UnixSignal.Kill)]
    [InlineData(UnixSignal.Stop)]
    public async Task One_server_runs_the_city_and_the_other_goes_on_with_it_when_that_one_is_gone(UnixSignal end)
    {
        await Eventually.True(() => _nodes.Any(RunsCity), "one runs the city");
        await Eventually.True(async () => (await Places()).Count == 11, "each simulated crew has reported");
        // As long as the other would need to take it.
        await Task.Delay(TimeSpan.FromSeconds(6));
        Assert.Single(_nodes, RunsCity);
        var running = _nodes.Single(RunsCity);
        var other = _nodes.Single(node => node != running);
        var units = (await Places()).Select(place => place.Unit).Order().ToList();

        running.Send(end);

        await Eventually.True(() => RunsCity(other), "the other goes on");
        var taken = DateTimeOffset.UtcNow;
        await Eventually.True(async () => (await Places()).All(place => place.At >= taken), "each crew reports by it");
        Assert.Equal(units, (await Places()).Select(place => place.Unit).Order());
    }

    private static bool RunsCity(NodeProcess node) => node.Output().Contains("The demo city lives:", StringComparison.Ordinal);

    private async Task<IReadOnlyList<(Guid Unit, DateTimeOffset At)>> Places()
    {
        await using var connection = new NpgsqlConnection(_database!.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select unit_id, at from units.unit_fix", connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<(Guid, DateTimeOffset)> places = [];
        while (await reader.ReadAsync())
            places.Add((reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1)));
        return places;
    }
}
