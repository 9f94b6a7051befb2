using Telehealth.Dispatch.Hospitals;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Tests.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using static Telehealth.Dispatch.Hospitals.HospitalCapabilities;

namespace Telehealth.Dispatch.Tests.Hospitals;

public sealed class HospitalChoiceTests(ITestOutputHelper output)
{
    private static readonly HospitalNeeds StrokeCare = new(EmergencyDepartment | Stroke, None);
    private static readonly HospitalRequest Request = new(StrokeCare, Some.Town, DrivingMode.LightsAndSirens, Wanted: 5);
    private static readonly HospitalStatus Open = new HospitalStatus.Open();
    private static readonly HospitalStatus Diverting = new HospitalStatus.Divert("CT scanner is down", Some.Noon.AddHours(-1), null);
    private static readonly HospitalStatus Shut = new HospitalStatus.Closed("Fire", Some.Noon.AddHours(-1), null);

    [Fact]
    public void Open_hospitals_with_what_is_required_are_ranked_by_drive_time()
    {
        var ranking = Rank(At(1, 9_000), At(2, 3_000), At(3, 6_000));

        Assert.Equal([2, 3, 1], ranking.Ranked.Select(Number));
        Assert.Equal("crow_fly", ranking.Ranked[0].Travel.Basis.Code());
        Assert.Empty(ranking.LeftOut);
        Assert.Null(ranking.Shortfall);
    }

    [Fact]
    public void Each_hospital_that_is_left_out_has_its_reason_and_those_on_divert_come_first_with_their_drive()
    {
        var ranking = Rank(
            At(1, 1_000, status: Shut), At(2, 2_000, EmergencyDepartment), At(3, 4_000, status: Diverting), At(4, 3_000, status: Diverting),
            At(5, 9_000));

        Assert.Equal([5], ranking.Ranked.Select(Number));
        Assert.Equal(
            ["hospital.on_divert", "hospital.on_divert", "hospital.lacks_capability", "hospital.closed"],
            ranking.LeftOut.Select(left => left.Reason.Code()));
        Assert.Equal(
            ["On divert: CT scanner is down", "On divert: CT scanner is down", "Has no stroke unit.", "Closed: Fire"],
            ranking.LeftOut.Select(left => left.Text));
        Assert.Equal(
            ["Hospital 4", "Hospital 3"], ranking.LeftOut.Where(left => left.Travel is not null).Select(left => left.Hospital.Name));
    }

    [Fact]
    public void When_nobody_open_fits_it_is_said_aloud_with_the_nearest_open_emergency_departments_instead()
    {
        var ranking = Rank(
            At(1, 1_000, status: Shut), At(2, 8_000, EmergencyDepartment), At(3, 2_000, EmergencyDepartment),
            At(4, 3_000, status: Diverting), At(5, 500, Maternity));

        Assert.Empty(ranking.Ranked);
        Assert.Equal(
            "No open hospital has emergency department, stroke unit: 1 on divert, 3 without it, 1 closed.", ranking.Shortfall!.Text);
        Assert.Equal([3, 2], ranking.Shortfall.Instead.Select(Number));
        Assert.All(ranking.Shortfall.Instead, instead => Assert.Equal(Stroke, instead.LacksWished));
    }

    [Fact]
    public void Without_any_hospital_the_shortfall_says_so() => Assert.Equal("No hospital is known.", Rank().Shortfall!.Text);

    [Fact]
    public void A_wish_is_told_and_does_not_change_the_order()
    {
        var request = Request with { Needs = StrokeCare with { Wished = Paediatric } };

        var ranking = HospitalChoice.Rank(
            request, [At(1, 3_000), At(2, 4_000, EmergencyDepartment | Stroke | Paediatric)], new CrowFlyTravel(), Some.Noon);

        Assert.Equal([(1, Paediatric), (2, None)], ranking.Ranked.Select(entry => (Number(entry), entry.LacksWished)));
    }

    [Fact]
    public void A_status_holds_from_when_it_was_announced_for_and_ends_when_it_was_said_to()
    {
        var divert = new HospitalStatus.Divert("Full", Some.Noon, Some.Noon.AddHours(2));

        Assert.Equal(
            [true, false, false, true],
            new[] { -1, 0, 119, 120 }.Select(minute => divert.At(Some.Noon.AddMinutes(minute)) is HospitalStatus.Open));
        Assert.IsType<HospitalStatus.Closed>((Shut as HospitalStatus.Closed)!.At(Some.Noon.AddYears(1)));
    }

    [Fact]
    public void Asking_for_no_hospital_is_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            HospitalChoice.Rank(Request with { Wanted = 0 }, [At(1, 1_000)], new CrowFlyTravel(), Some.Noon));

    [Theory]
    [InlineData("stroke", Priority.Emergency, EmergencyDepartment | Stroke)]
    [InlineData("chest-pain", Priority.Emergency, EmergencyDepartment | Cardiac)]
    [InlineData("burns", Priority.Urgent, EmergencyDepartment | Burns)]
    [InlineData("accident", Priority.LifeThreatening, EmergencyDepartment | Trauma)]
    [InlineData("accident", Priority.Emergency, EmergencyDepartment)]
    [InlineData("childbirth", Priority.LifeThreatening, Maternity)]
    [InlineData("unwell", Priority.LessUrgent, EmergencyDepartment)]
    [InlineData("no-longer-listed", Priority.LessUrgent, EmergencyDepartment)]
    public void Needs_follow_from_complaint_and_priority(string complaint, Priority priority, HospitalCapabilities required)
    {
        Assert.Equal(new HospitalNeeds(required, None), HospitalNeeds.For(complaint, priority, [new("child", Answer.Unknown)]));
        Assert.Equal(new HospitalNeeds(required, Paediatric), HospitalNeeds.For(complaint, priority, [new("child", Answer.Yes)]));
    }

    [Theory]
    [InlineData(1)]
    public void Ranking_a_few_gives_the_same_as_reckoning_every_drive(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 40; round++)
        {
            var source = new RoadTravel(Town.Random(random, 120));
            var hospitals = Enumerable.Range(1, random.Next(1, 15))
                .Select(number => At(number, 0) with { Place = Somewhere(random) })
                .ToList();
            var request = Request with { From = Somewhere(random), Wanted = random.Next(1, 5) };

            var ranking = HospitalChoice.Rank(request, hospitals, source, Some.Noon);

            var expected = hospitals
                .OrderBy(hospital => source.Towards(hospital.Place, request.Mode).From(request.From).Time)
                .ThenBy(hospital => hospital.Id.Value)
                .Take(request.Wanted);
            Assert.Equal(expected.Select(hospital => hospital.Id), ranking.Ranked.Select(entry => entry.Hospital.Id));
        }
    }

    private static HospitalRanking Rank(params Hospital[] hospitals) =>
        HospitalChoice.Rank(Request, hospitals, new CrowFlyTravel(), Some.Noon);

    private static Hospital At(
        int number,
        double east,
        HospitalCapabilities capabilities = EmergencyDepartment | Stroke,
        HospitalStatus? status = null) =>
        new(new HospitalId(Some.Unit(number).Value), $"Hospital {number}", Some.Place(east, 0), capabilities, status ?? Open);

    private static int Number(RankedHospital entry) =>
        int.Parse(entry.Hospital.Name[9..], System.Globalization.CultureInfo.InvariantCulture);

    private static GeoPoint Somewhere(Random random) =>
        Some.Place(random.NextDouble() * 10_000 - 5_000, random.NextDouble() * 10_000 - 5_000);
}
