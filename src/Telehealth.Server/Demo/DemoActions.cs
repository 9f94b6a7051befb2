using Npgsql;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Demo;

/// <summary>The living city's hands: what a crew's device and a caller would do, by the same commands.</summary>
internal sealed class DemoActions(
    CrewCommands crews, UnitPositions positions, EmergencyEntity emergencies, NpgsqlDataSource database, Tenants tenants) : IDemoActions
{
    private static readonly Rejection ShiftIsOver = UnitRules.OffShift with { Text = "The shift is over." };

    public async Task<Rejection?> StartShift(DemoVehicle vehicle, CancellationToken ct)
    {
        var crew = CrewOf(vehicle);
        if (await crews.UnitOf(crew, ct) is not null)
            return null;
        return Told((await crews.StartShift(crew, Guid.CreateVersion7(), vehicle.Id, ct)).Error);
    }

    public async Task<Rejection?> Accept(DemoVehicle vehicle, OfferAcceptance acceptance, CancellationToken ct) =>
        Told((await crews.Accept(CrewOf(vehicle), acceptance, ct)).Error);

    public async Task<Rejection?> Decline(DemoVehicle vehicle, OfferRefusal refusal, CancellationToken ct) =>
        Told((await crews.Decline(CrewOf(vehicle), refusal, ct)).Error);

    public async Task<Rejection?> Report(DemoVehicle vehicle, StatusReport report, CancellationToken ct) =>
        Told((await crews.Report(CrewOf(vehicle), report, ct)).Error);

    public async Task<Rejection?> Position(DemoVehicle vehicle, PositionFix fix, CancellationToken ct)
    {
        if (await crews.UnitOf(CrewOf(vehicle), ct) is not { } unit)
            return ShiftIsOver;
        var raw = new RawFix(fix.Latitude, fix.Longitude, fix.AccuracyMetres, fix.HeadingDegrees, fix.DeviceTime, fix.SpeedMetresPerSecond);
        return positions.Accept(new UnitKey(tenants.Default, unit), raw, fix.DeviceTime);
    }

    public async Task<GeoPoint?> LastPlace(DemoVehicle vehicle, CancellationToken ct) =>
        await crews.UnitOf(CrewOf(vehicle), ct) is { } unit ? positions.Last(new UnitKey(tenants.Default, unit))?.Place : null;

    public async Task<int> CountOpenEmergencies(CancellationToken ct) =>
        (await database.Query(
            "select 1 from emergencies.emergency where tenant = $1 and ended_at is null limit 100", _ => 1, ct, tenants.Default.Value)).Count;

    public async Task<Rejection?> RaiseEmergency(HelpRequest request, CancellationToken ct)
    {
        var id = new EmergencyId(DerivedId.From(request.CommandId, "emergency"));
        var (command, problem) = request.ToCommand(id, patient: null, ResponsePlanBook.Standard);
        if (command is null)
            return problem;
        var context = DemoPeople.Hana.As(ActorKind.Dispatcher, tenants.Default, request.CommandId);
        return (await emergencies.Execute(context, id.Value, command, ct)).Refusal;
    }

    private Caller CrewOf(DemoVehicle vehicle) =>
        new(
            tenants.Default, DemoData.CrewIdOf(vehicle), vehicle.CrewName ?? vehicle.CallSign, [Roles.Paramedic], GuestOf: null,
            SessionId: Guid.Empty);

    private static Rejection? Told(Refusal? refusal) => refusal?.Rejection;
}
