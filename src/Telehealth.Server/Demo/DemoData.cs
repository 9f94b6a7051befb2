using Npgsql;
using Telehealth.Domain.Consults;
using Telehealth.Domain.Text;
using Telehealth.Server.Access;
using Telehealth.Server.Contracts;
using Telehealth.Server.EventStore;
using ConsultType = Telehealth.Server.EventStore.EntityType<
    Telehealth.Domain.Consults.ConsultCommand, Telehealth.Domain.Consults.Consult, Telehealth.Domain.Consults.ConsultEvent>;

namespace Telehealth.Server.Demo;

/// <summary>Fills an empty database with what the demo needs: vehicles, simulated crews, and a consult booked for each demo patient.</summary>
internal sealed class DemoData(NpgsqlDataSource database, EntityStore store, ConsultType consults, Tenants tenants, TimeProvider time) : IHostedService
{
    public static Guid CrewIdOf(DemoVehicle vehicle) => DerivedId.From(vehicle.Id, "crew");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var vehicle in Fleet.Vehicles)
        {
            await Run(
                "insert into vehicle (tenant, vehicle_id, call_sign, skills) values ($1, $2, $3, $4) on conflict do nothing",
                cancellationToken, tenants.Default.Value, vehicle.Id, vehicle.CallSign, (int)vehicle.Skills);
            if (vehicle.CrewName is { } name)
                await AddCrew(vehicle, name, cancellationToken);
        }

        await Book(DemoPeople.Ana, DemoPeople.Chloe, TimeSpan.FromMinutes(20), "Follow-up on blood pressure", cancellationToken);
        await Book(DemoPeople.Ben, DemoPeople.David, TimeSpan.FromHours(3), "Knee pain after running", cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Without a password and disabled: a simulated crew has a name for the board, and nobody can sign in as it.</summary>
    private Task AddCrew(DemoVehicle vehicle, string name, CancellationToken ct)
    {
        var email = $"{vehicle.CallSign.ToLowerInvariant()}@crew.demo.telehealth";
        return Run(
            """
            insert into identity.person (tenant, id, email, normalized_email, display_name, roles, security_stamp, concurrency_stamp, disabled, created_at,
                folded_name, search_words, folded_by)
            values ($1, $2, $3, $4, $5, '{paramedic}', gen_random_uuid()::text, gen_random_uuid()::text, true, $6, $7, $8, $9) on conflict do nothing
            """,
            ct, tenants.Default.Value, CrewIdOf(vehicle), email, email.ToUpperInvariant(), name, time.GetUtcNow(),
            FoldedText.Fold(name), FoldedText.Words(name).ToArray(), FoldedText.Version);
    }

    /// <summary>The ids follow from who meets whom on which day, so that a restart on the same day books nothing twice.</summary>
    private async Task Book(DemoPerson patient, DemoPerson clinician, TimeSpan startsIn, string reason, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var consult = new ConsultId(DerivedId.From(patient.Id, $"booked:{now:yyyy-MM-dd}"));
        var command = new ConsultCommand.BookConsult(consult, new PersonId(patient.Id), new PersonId(clinician.Id), now + startsIn, reason);
        var context = new CommandContext(tenants.Default, new CommandId(DerivedId.From(consult.Value, "book")), new Actor(ActorKind.Clinician, clinician.Id));
        await store.Execute(consults, consult.Value, command, context, ct);
    }

    private async Task Run(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }
}
