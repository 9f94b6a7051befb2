using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Demo;

/// <summary>
/// Fills an empty database with what the demo needs: vehicles, simulated crews, and a consult booked for each demo patient.
/// </summary>
internal sealed class DemoData(
    VehicleTable vehicles, ClosedAccounts accounts, ConsultEntity consults, Tenants tenants, TimeProvider time) : IHostedService
{
    public static Guid CrewIdOf(DemoVehicle vehicle) => DerivedId.From(vehicle.Id, "crew");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var vehicle in Fleet.Vehicles)
        {
            await vehicles.AddIfNew(tenants.Default, new FleetVehicle(vehicle.Id, vehicle.CallSign, vehicle.Skills), cancellationToken);
            // A simulated crew has a name for the board, and nobody can sign in as it.
            if (vehicle.CrewName is { } name)
                await accounts.Add(tenants.Default, CrewIdOf(vehicle), EmailOf(vehicle), name, Roles.Paramedic, cancellationToken);
        }

        await Book(DemoPeople.Ana, DemoPeople.Chloe, TimeSpan.FromMinutes(20), "Follow-up on blood pressure", cancellationToken);
        await Book(DemoPeople.Ben, DemoPeople.David, TimeSpan.FromHours(3), "Knee pain after running", cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The ids follow from who meets whom on which day, so that a restart on the same day books nothing twice.</summary>
    private async Task Book(DemoPerson patient, DemoPerson clinician, TimeSpan startsIn, string reason, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var consult = new ConsultId(DerivedId.From(patient.Id, $"booked:{now:yyyy-MM-dd}"));
        var command = new ConsultCommand.BookConsult(consult, new PersonId(patient.Id), new PersonId(clinician.Id), now + startsIn, reason);
        var context = clinician.As(ActorKind.Clinician, tenants.Default, DerivedId.From(consult.Value, "book"));
        await consults.Execute(context, consult.Value, command, ct);
    }

    private static string EmailOf(DemoVehicle vehicle) => $"{vehicle.CallSign.ToLowerInvariant()}@crew.demo.telehealth";
}
