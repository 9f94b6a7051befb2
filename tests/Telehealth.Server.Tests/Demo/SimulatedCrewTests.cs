using Telehealth.Dispatch.Cities;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Demo;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;

namespace Telehealth.Server.Tests.Demo;

public sealed class SimulatedCrewTests
{
    private static readonly City City = Aldermere.Build();
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly CrewHabits Willing = CrewHabits.Usual with { Declines = 0, Ignores = 0, Transports = 1 };

    private readonly CityRoutes routes = new(City);
    private DateTimeOffset now = Noon;

    [Fact]
    public void A_crew_answers_and_works_its_job_to_the_end_and_drives_home()
    {
        var crew = Crew(Willing);
        crew.JobChanged(Job(AssignmentStatus.Offered), now);

        var sent = Live(crew, TimeSpan.FromHours(1));

        Assert.Equal(
            "accept enRoute onScene transporting atHospital clear",
            string.Join(' ', sent.Select(entry => Word(entry.Action)).OfType<string>()));
        var answer = sent.First(entry => entry.Action is CrewAction.Accept).At - Noon;
        Assert.InRange(answer.TotalSeconds, 3, 9);
        Assert.InRange(PlaceAt(sent, AssignmentStatus.OnScene).DistanceTo(Scene).Metres, 0, 60);
        Assert.Contains(City.Hospitals, hospital => hospital.Place.DistanceTo(PlaceAt(sent, AssignmentStatus.AtHospital)).Metres < 60);
        Assert.InRange(LastPlace(sent).DistanceTo(routes.Post(crew.Vehicle.Post)).Metres, 0, 20);
    }

    [Fact]
    public void Fixes_never_jump_and_come_at_least_every_ten_seconds()
    {
        var crew = Crew(Willing);
        crew.JobChanged(Job(AssignmentStatus.Offered), now);

        var fixes = Live(crew, TimeSpan.FromHours(1))
            .Select(entry => entry.Action)
            .OfType<CrewAction.Position>()
            .Select(action => action.Fix)
            .ToList();

        foreach (var (before, after) in fixes.Zip(fixes.Skip(1)))
        {
            var seconds = (after.DeviceTime - before.DeviceTime).TotalSeconds;
            Assert.InRange(seconds, 0.9, 10.1);
            Assert.InRange(Place(before).DistanceTo(Place(after)).Metres, 0, seconds * 120 / 3.6 + 20);
        }
    }

    [Fact]
    public void A_crew_that_declines_says_why_and_is_home_again()
    {
        var crew = Crew(CrewHabits.Usual with { Declines = 1 });
        crew.JobChanged(Job(AssignmentStatus.Offered), now);

        var sent = Live(crew, TimeSpan.FromMinutes(5));

        Assert.NotEmpty(Assert.Single(sent.Select(entry => entry.Action).OfType<CrewAction.Decline>()).Reason);
        Assert.DoesNotContain(sent, entry => entry.Action is CrewAction.Accept or CrewAction.Report);
    }

    [Fact]
    public void A_crew_that_looks_away_takes_the_next_offer()
    {
        var crew = Crew(Willing with { Ignores = 1 });
        crew.JobChanged(Job(AssignmentStatus.Offered), now);
        Assert.DoesNotContain(Live(crew, TimeSpan.FromMinutes(1)), entry => entry.Action is not CrewAction.Position);
        crew.JobChanged(null, now);
        var again = Crew(Willing);
        again.JobChanged(Job(AssignmentStatus.Offered), now);

        Assert.Contains(Live(again, TimeSpan.FromMinutes(1)), entry => entry.Action is CrewAction.Accept);
    }

    [Theory]
    [InlineData(AssignmentStatus.Accepted, "enRoute onScene transporting atHospital clear")]
    [InlineData(AssignmentStatus.OnScene, "transporting atHospital clear")]
    [InlineData(AssignmentStatus.AtHospital, "clear")]
    public void A_crew_goes_on_with_a_job_of_before_a_restart(AssignmentStatus status, string expected)
    {
        var crew = Crew(Willing);
        crew.JobChanged(Job(status), now);

        Assert.Equal(expected, string.Join(' ', Live(crew, TimeSpan.FromHours(1)).Select(entry => Word(entry.Action)).OfType<string>()));
    }

    [Fact]
    public void A_crew_that_is_stood_down_turns_round_and_late_news_of_the_job_changes_nothing()
    {
        var crew = Crew(Willing);
        crew.JobChanged(Job(AssignmentStatus.Offered), now);
        Live(crew, TimeSpan.FromSeconds(40));
        crew.JobChanged(null, now);
        crew.JobChanged(Job(AssignmentStatus.EnRoute), now);

        var sent = Live(crew, TimeSpan.FromMinutes(30));

        Assert.DoesNotContain(sent, entry => entry.Action is not CrewAction.Position);
        Assert.InRange(LastPlace(sent).DistanceTo(routes.Post(crew.Vehicle.Post)).Metres, 0, 20);
    }

    [Fact]
    public void Every_invented_emergency_speaks_the_protocols_language_and_lies_in_the_city()
    {
        var invented = new InventedEmergencies(City, new Random(5));
        for (var number = 0; number < 300; number++)
        {
            var request = invented.Next(Guid.NewGuid());

            Assert.True(TriageProtocol.Standard.Knows(request.Complaint), request.Complaint);
            var complaint = TriageProtocol.Standard.Complaints.Single(known => known.Code == request.Complaint);
            Assert.Equal(complaint.QuestionCodes, request.Answers.Select(answer => answer.QuestionCode));
            Assert.InRange(
                GeoPoint.Of(request.Location.Latitude!.Value, request.Location.Longitude!.Value).DistanceTo(City.Centre).Metres, 0, 8_000);
            Assert.NotNull(
                City.Graph.Snap(GeoPoint.Of(request.Location.Latitude!.Value, request.Location.Longitude!.Value), Distance.FromMetres(60)));
        }
    }

    [Fact]
    public void The_fleet_has_ids_and_posts_of_its_own_and_leaves_three_vehicles_to_people()
    {
        Assert.Equal(14, Fleet.Vehicles.Select(vehicle => vehicle.Id).Distinct().Count());
        Assert.All(Fleet.Vehicles, vehicle => Assert.Contains(City.Posts, post => post.Name == vehicle.Post));
        Assert.Equal(["A11", "A12", "A14"], Fleet.Vehicles.Except(Fleet.Simulated).Select(vehicle => vehicle.CallSign));
    }

    private static GeoPoint Scene => City.Graph.Place(City.Graph.NodeCount / 2);

    private SimulatedCrew Crew(CrewHabits habits) =>
        new(Fleet.Vehicles.First(vehicle => vehicle.CallSign == "A15"), routes, habits, new Random(3));

    private static JobView Job(AssignmentStatus status) => new(
        new Guid(1, 0, 0, new byte[8]), 1, "E-1", new Guid(2, 0, 0, new byte[8]), 1, status, 2, "Fall or injury", "", [],
        new PlaceView(Scene.Latitude, Scene.Longitude, null, LocationSource.Map, null), null, null, Noon, Noon.AddSeconds(30), null,
        "Ambulance", 1, [], null, null, null, Noon, null, []);

    private List<(DateTimeOffset At, CrewAction Action)> Live(SimulatedCrew crew, TimeSpan howLong)
    {
        var sent = new List<(DateTimeOffset, CrewAction)>();
        for (var end = now + howLong; now < end; now += TimeSpan.FromSeconds(1))
            sent.AddRange(crew.Tick(now).Select(action => (now, action)));
        return sent;
    }

    private static string? Word(CrewAction action) => action switch
    {
        CrewAction.Accept => "accept",
        CrewAction.Decline => "decline",
        CrewAction.Report report => char.ToLowerInvariant(report.Status.ToString()[0]) + report.Status.ToString()[1..],
        _ => null,
    };

    private static GeoPoint Place(PositionFix fix) => GeoPoint.Of(fix.Latitude, fix.Longitude);

    private static GeoPoint PlaceAt(List<(DateTimeOffset At, CrewAction Action)> sent, AssignmentStatus status) =>
        LastPlace([.. sent.TakeWhile(entry => entry.Action is not CrewAction.Report report || report.Status != status)]);

    private static GeoPoint LastPlace(List<(DateTimeOffset At, CrewAction Action)> sent) =>
        Place(sent.Select(entry => entry.Action).OfType<CrewAction.Position>().Last().Fix);
}
