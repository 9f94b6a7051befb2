using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Demo;
using Telehealth.Server.Rescue.Areas;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Areas;

/// <summary>Who serves which area, and what a wrong file does.</summary>
public sealed class AreaTests(EquippedServer server) : EquippedTest(server)
{
    [Fact]
    public async Task The_nearest_unit_of_another_area_is_passed_by_and_one_that_helps_is_asked()
    {
        await using var console = await Host.Console();
        await using var stranger = await Crew.OnShift(Host, DemoPeople.Erik, "A15", Help.Scene);
        await using var own = await Crew.OnShift(Host, DemoPeople.Farah, "A11", Help.North(3_000));

        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        await own.HearOffer(raised.Id);
        var recommendation = await console.Ask<Recommendation>("Recommend", raised.Id);

        Assert.Contains(recommendation.LeftOut, left => left.UnitId == stranger.Unit && left.Reason == "unit.outside_area");
        Assert.DoesNotContain(stranger.Device.Heard<Telehealth.Server.Rescue.Paramedics.JobView?>("JobChanged"), job => job is not null);
    }

    [Fact]
    public async Task A_unit_that_belongs_elsewhere_goes_when_a_person_says_so()
    {
        await using var console = await Host.Console();
        await using var stranger = await Crew.OnShift(Host, DemoPeople.Erik, "A15", Help.Scene);
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());

        await console.Ask<EmergencyRow>("AssignByHand", new HandAssignment(Guid.NewGuid(), raised.Id, stranger.Unit));

        await stranger.HearOffer(raised.Id);
    }

    [Fact]
    public async Task A_unit_of_a_helping_area_and_one_of_none_are_recommended()
    {
        await using var console = await Host.Console();
        await using var helper = await Crew.OnShift(Host, DemoPeople.Erik, "A20", Help.North(500));
        await using var west = await Crew.OnShift(Host, DemoPeople.Farah, "A14", Help.Scene);

        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var recommendation = await console.Ask<Recommendation>("Recommend", raised.Id);

        Assert.DoesNotContain(recommendation.LeftOut, left => left.Reason == "unit.outside_area");
        await helper.HearOffer(raised.Id);
    }

    [Fact]
    public async Task An_emergency_has_the_area_and_desk_of_its_place_and_the_map_gets_the_file()
    {
        await using var console = await Host.Console();
        using var dispatcher = await Host.Api(DemoPeople.Hana);
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());

        var board = await console.Ask<Board>("WatchBoard");
        var area = await dispatcher.Get<EmergencyArea>($"/api/emergencies/{raised.Id}/area");
        var file = await dispatcher.Get<JsonElement>("/api/areas");

        Assert.Equal(new EmergencyArea("middle", "Middle", "one"), area);
        Assert.Equal("one", raised.Desk);
        Assert.Equal("one", board.Emergencies.Single(row => row.Id == raised.Id).Desk);
        Assert.Equal(["one", "two"], board.Desks);
        Assert.Equal(3, file.GetProperty("features").GetArrayLength());
        Assert.Equal("emergency.not_found", (await dispatcher.Refused(HttpMethod.Get, $"/api/emergencies/{Guid.NewGuid()}/area")).Code);
    }

    [Fact]
    public void A_wrong_file_names_the_feature_and_the_server_runs_without_areas_and_says_so()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(
            path,
            AreaFile.Text.Replace(
                "\"kind\":\"service\",\"desk\":\"two\",\"homeUnits\":[\"A14\"]", "\"kind\":\"swamp\"", StringComparison.Ordinal));
        try
        {
            var (areas, log) = Load(path);

            Assert.Empty(areas.Map.Areas);
            Assert.Contains(log, line => line.Contains("wrong feature 2 (West)", StringComparison.Ordinal));
            Assert.Contains(log, line => line.Contains("WITHOUT areas", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_file_that_is_not_there_stops_nothing()
    {
        var (areas, log) = Load("/nowhere/areas.geojson");

        Assert.Empty(areas.Map.Areas);
        Assert.Contains(log, line => line.Contains("WITHOUT areas", StringComparison.Ordinal));
    }

    private static (ServiceAreas Areas, IReadOnlyList<string> Log) Load(string path)
    {
        var lines = new Lines();
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(new Dictionary<string, string?> { ["Dispatching:AreasFile"] = path })
                    .Build())
            .AddLogging(logging => logging.AddProvider(lines))
            .BuildServiceProvider();
        return (ServiceAreas.Load(services), lines.All);
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => All.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
