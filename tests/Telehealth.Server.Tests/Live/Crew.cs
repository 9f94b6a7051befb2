using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.EventStore;

namespace Telehealth.Server.Tests.Live;

/// <summary>A paramedic on shift with a device.</summary>
internal sealed class Crew(ServerHost host, DemoPerson person, LiveClient device, UnitRow unit) : IAsyncDisposable
{
    public LiveClient Device => device;

    public DemoPerson Person => person;

    public UnitRow Row => unit;

    public Guid Unit => unit.Id;

    public UnitKey Key => new(host.Tenant, new UnitId(unit.Id));

    /// <summary>Takes a vehicle and, when a place is given, reports from there until the unit can be chosen.</summary>
    public static async Task<Crew> OnShift(ServerHost host, DemoPerson person, string callSign, GeoPoint? at = null)
    {
        var device = await host.Connect("unit", person);
        var desk = await device.Ask<UnitDesk>("Watch");
        var vehicle = desk.Vehicles.Single(vehicle => vehicle.CallSign == callSign);
        var crew = new Crew(host, person, device, await device.Ask<UnitRow>("StartShift", new ShiftStart(Guid.NewGuid(), vehicle.Id)));
        if (at is { } place)
        {
            await crew.Report(place);
            await crew.CanBeChosen();
        }

        return crew;
    }

    public Task Report(GeoPoint place) => device.Ask<object>("Position", Fix(place));

    public PositionFix Fix(GeoPoint place) => new(place.Latitude, place.Longitude, 5, 0, null, host.Time.GetUtcNow());

    public Task CanBeChosen() => Eventually.True(
        () => UnitSelection.Nearest(
            new SelectionRequest(GeoPoint.Of(48.4, 9.6), Skills.None, DrivingMode.Regular, new HashSet<UnitId>(), 100),
            host.Get<UnitPositions>().IndexOf(host.Tenant), new CrowFlyTravel(), host.Time.GetUtcNow())
            .Any(ranked => ranked.Id.Value == unit.Id),
        $"{unit.CallSign} can be chosen");

    public Task<JobView> HearOffer(Guid emergency) =>
        device.Hear<JobView>("JobChanged", job => job.EmergencyId == emergency && job.Status == AssignmentStatus.Offered);

    public Task<JobView> Accept(JobView job) => device.Ask<JobView>("Accept", Acceptance(job));

    public OfferAcceptance Acceptance(JobView job) =>
        new(Guid.NewGuid(), job.EmergencyId, job.AssignmentId, job.Epoch, host.Time.GetUtcNow());

    public OfferRefusal Refusal(JobView job) =>
        new(Guid.NewGuid(), job.EmergencyId, job.AssignmentId, job.Epoch, "Vehicle fault", host.Time.GetUtcNow());

    public StatusReport Status(JobView job, AssignmentStatus status) =>
        new(Guid.NewGuid(), job.EmergencyId, job.AssignmentId, job.Epoch, status, host.Time.GetUtcNow());

    public ValueTask DisposeAsync() => device.DisposeAsync();
}

/// <summary>What people in danger ask for.</summary>
internal static class Help
{
    /// <summary>In the middle of the demo's city.</summary>
    public static readonly GeoPoint Scene = GeoPoint.Of(48.4055, 9.6020);

    /// <summary>To the last digit that the server keeps.</summary>
    public static GeoPoint North(double metres) =>
        GeoPoint.Of(Math.Round((Scene.Latitude + metres / 111_195) * 1e7) / 1e7, Scene.Longitude);

    /// <summary>Chest pain, awake and breathing: priority 2, and the crew must have advanced skills.</summary>
    public static HelpRequest ChestPain(Guid? id = null) =>
        new(
            id ?? Guid.NewGuid(), "chest-pain", [new TriageAnswer("conscious", Answer.Yes), new TriageAnswer("breathing", Answer.Yes)],
            "Pressure on the chest for ten minutes",
            new PlaceView(Scene.Latitude, Scene.Longitude, 12, LocationSource.Device, "Third floor"), "+49 30 1234567");
}
