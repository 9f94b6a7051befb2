using Npgsql;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Rescue.ResponsePlans;

/// <summary>Reads and publishes a tenant's response plans.</summary>
internal sealed class ResponsePlanCommands(ResponsePlanEntity books, ResponsePlanCache cache, NpgsqlDataSource database)
{
    private const int ToldVersions = 50;

    public async Task<ResponsePlansView> Read(TenantId tenant, CancellationToken ct)
    {
        var book = await cache.Newest(tenant, ct);
        var fleet = await database.Query(
            "select skills, count(*)::integer as vehicles from units.vehicle where tenant = $1 group by skills",
            row => (Skills: (Skills)row.Integer("skills"), Vehicles: row.Integer("vehicles")), ct, tenant.Value);
        var shortfalls = FleetCheck.CheckAgainstFleet(book.Plans, fleet.ToDictionary(kind => kind.Skills, kind => kind.Vehicles));
        return new ResponsePlansView(
            book.Version,
            book.Plans.ToRows(),
            [.. shortfalls.Select(missing => new PlanWarning(missing.Row, missing.Level, missing.Role, missing.Missing, missing.Text))]);
    }

    public async Task<Reply<ResponsePlansView>> Publish(Caller admin, PlansPublication publication, CancellationToken ct)
    {
        var (plans, problem) = publication.Rows.ToPlans();
        if (problem is not null)
            return problem;
        var publish = new ResponsePlanCommand.PublishPlans(publication.ExpectedVersion, plans, publication.Note);
        if ((await books.Execute(admin.As(ActorKind.Admin, publication.CommandId), admin.Tenant.Value, publish, ct)).Refusal is { } refusal)
            return refusal;
        return await Read(admin.Tenant, ct);
    }

    /// <summary>What was published, newest first: who, when and why.</summary>
    public async Task<IReadOnlyList<PlansHistoryEntry>> History(TenantId tenant, CancellationToken ct)
    {
        var newest = (await cache.Newest(tenant, ct)).Version;
        var stored = await books.ReadEvents(tenant, tenant.Value, Math.Max(0, newest - ToldVersions), ToldVersions, ct);
        var names = (await database.Query(
                "select id, display_name from people.name where tenant = $1 and id = any ($2)",
                row => (Id: row.Guid("id"), Name: row.Text("display_name")), ct, tenant.Value,
                stored.Select(entry => entry.Actor.Id).Distinct().ToArray())).ToDictionary(person => person.Id, person => person.Name);
        return
        [
            .. stored.Reverse().Select(entry => (entry.Actor, Published: entry.Event as ResponsePlanEvent.ResponsePlansPublished))
                .Where(entry => entry.Published is not null)
                .Select(entry => new PlansHistoryEntry(
                    entry.Published!.Version, entry.Published.Note, names.GetValueOrDefault(entry.Actor.Id, "Unknown"), entry.Published.At,
                    entry.Published.Plans.ToRows())),
        ];
    }
}
