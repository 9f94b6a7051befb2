using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.ResponsePlans;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>What a dispatcher learns by telephone: a new emergency, more about one, or that somebody was mistaken.</summary>
internal sealed class CallTaking(
    DispatchCommands commands, NpgsqlDataSource database, ResponsePlanCache plans, IOptions<DispatchOptions> options)
{
    private const int MostNear = 5;

    /// <summary>A degree of latitude is never shorter.</summary>
    private const double MetresPerDegree = 110_500;

    private static readonly Rejection Incomplete = Problems.Invalid("The request is not complete.");

    public async Task<Reply<EmergencyRow>> Raise(Caller me, HelpRequest raise, CancellationToken ct)
    {
        var id = new EmergencyId(DerivedId.OfCommand(me.PersonId, raise.CommandId, "emergency"));
        var (command, problem) = raise.ToCommand(id, patient: null, await plans.Of(me.Tenant, ct));
        return command is null ? problem ?? Incomplete : await commands.Run(me, raise.CommandId, id.Value, command, ct);
    }

    /// <summary>Open emergencies near a place, nearest first: the caller may be the second about one of them.</summary>
    public async Task<Reply<IReadOnlyList<NearEmergency>>> Near(Caller me, NearQuestion question, CancellationToken ct)
    {
        if (!GeoPoint.TryCreate(question.Latitude, question.Longitude, out var place))
            return HelpRequests.PlaceInvalid;
        var open = await database.Query(
            """
            select emergency_id, latitude, longitude, complaint, priority, phase, description, raised_at from emergencies.emergency
            where tenant = $1 and ended_at is null and abs(latitude - $2) < $3 limit 5000
            """,
            row => new NearEmergency(
                row.Guid("emergency_id"), EmergencyColumns.NumberOf(row.Guid("emergency_id")),
                TriageProtocol.Standard.LabelOf(row.Text("complaint")), row.Integer("priority"),
                WireNames.FromWire<EmergencyPhase>(row.Text("phase")), row.Text("description"), row.Time("raised_at"),
                (int)GeoPoint.Of(row.Number("latitude"), row.Number("longitude")).DistanceTo(place).Metres),
            ct, me.Tenant.Value, place.Latitude,
            options.Value.NearMetres / MetresPerDegree);
        return open.Where(near => near.Metres <= options.Value.NearMetres).OrderBy(near => near.Metres).Take(MostNear).ToList();
    }

    public Task<Reply<EmergencyRow>> AddCaller(Caller me, FurtherCaller caller, CancellationToken ct) => commands.Run(
        me, caller.CommandId, caller.EmergencyId, new EmergencyCommand.AddCaller(caller.CallbackNumber, caller.Words, caller.CalledAt), ct);

    public async Task<Reply<EmergencyRow>> Correct(Caller me, EmergencyCorrection correction, CancellationToken ct)
    {
        Place? place = null;
        if (correction.Location is { } view && (place = view.ToPlace()) is null)
            return HelpRequests.PlaceInvalid;
        var now = new Correction(place, correction.CallbackNumber, correction.Complaint, correction.AgeYears);
        var command = new EmergencyCommand.CorrectEmergency(now, correction.Reason) { Plans = await plans.Of(me.Tenant, ct) };
        return await commands.Run(me, correction.CommandId, correction.EmergencyId, command, ct);
    }

    public Task<Reply<EmergencyRow>> Reopen(Caller me, Reopening reopening, CancellationToken ct) =>
        commands.Run(
            me, reopening.CommandId, reopening.EmergencyId,
            new EmergencyCommand.ReopenEmergency(reopening.Reason, options.Value.ReopenWithin), ct);
}
