using Microsoft.AspNetCore.SignalR;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Paramedics;

/// <summary>A paramedic's device: the shift, the job, and where the unit is.</summary>
internal sealed class ParamedicHub(CrewCommands commands, JobReader jobs, UnitPositions positions, ConnectedCrews crews, TimeProvider time)
    : Hub<IUnitClient>, IUnitHub
{
    /// <summary>A device asks for its unit this often at most; in between the connection remembers it.</summary>
    private static readonly TimeSpan UnitRemembered = TimeSpan.FromMinutes(1);

    private Caller Me => Caller.Of(Context.User);

    public static string GroupOf(TenantId tenant, Guid person) => $"crew:{tenant}:{person}";

    [Allow(Roles.Paramedic)]
    public async Task<Reply<UnitDesk>> Watch()
    {
        crews.Came(Context.ConnectionId, Me.Tenant, Me.PersonId);
        await Groups.AddToGroupAsync(Context.ConnectionId, GroupOf(Me.Tenant, Me.PersonId));
        return await commands.Desk(Me, Context.ConnectionAborted);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        crews.Went(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    [Allow(Roles.Paramedic)]
    public Task<Reply<UnitRow>> StartShift(ShiftStart start)
    {
        Context.Items.Remove(typeof(RememberedUnit));
        return commands.StartShift(Me, start.CommandId, start.VehicleId, Context.ConnectionAborted);
    }

    [Allow(Roles.Paramedic)]
    public async Task<Reply<UnitRow>> EndShift(ShiftEnd command)
    {
        var ended = await commands.Change(Me, command.CommandId, new UnitCommand.EndShift(), Context.ConnectionAborted);
        // At once and not with the log's tail: a fix on its way from another device of the crew must not count any more.
        if (ended.Value is { Status: UnitStatus.OffShift } unit)
            positions.Forget(new UnitKey(Me.Tenant, new UnitId(unit.Id)));
        return ended;
    }

    [Allow(Roles.Paramedic)]
    public Task<Reply<UnitRow>> SetAvailability(Availability availability) => commands.Change(
        Me,
        availability.CommandId,
        availability.Available ? new UnitCommand.Resume() : new UnitCommand.Pause(availability.Reason ?? string.Empty),
        Context.ConnectionAborted);

    [Allow(Roles.Paramedic)]
    public Task<Reply<JobView>> Accept(OfferAcceptance accept) => commands.Accept(Me, accept, Context.ConnectionAborted);

    [Allow(Roles.Paramedic)]
    public async Task<Reply<Done>> Decline(OfferRefusal decline) =>
        (await commands.Decline(Me, decline, Context.ConnectionAborted)).Error is { } error ? error.Rejection : Done.Value;

    [Allow(Roles.Paramedic)]
    public Task<Reply<JobView>> Report(StatusReport report) => commands.Report(Me, report, Context.ConnectionAborted);

    [Allow(Roles.Paramedic)]
    public Task<Reply<Done>> AddNote(CrewNote note) => commands.AddNote(Me, note, Context.ConnectionAborted);

    [Allow(Roles.Paramedic)]
    public Task<Reply<JobView>> SeeChanges(SeenChanges seen) => commands.SeeChanges(Me, seen, Context.ConnectionAborted);

    [Allow(Roles.Paramedic)]
    public Task<Reply<JobDetails>> Details(JobKey job) => jobs.Details(Me, job, Context.ConnectionAborted);

    [Allow(Roles.Paramedic)]
    public async Task<Reply<Done>> Position(PositionFix fix)
    {
        if (await MyUnit() is not { } unit)
            return UnitPositions.ShiftIsOver;
        var raw = new RawFix(fix.Latitude, fix.Longitude, fix.AccuracyMetres, fix.HeadingDegrees, fix.DeviceTime, fix.SpeedMetresPerSecond);
        if (positions.Accept(new UnitKey(Me.Tenant, unit), raw, time.GetUtcNow()) is not { } refused)
            return Done.Value;
        if (refused.Is(UnitRules.OffShift))
            Context.Items.Remove(typeof(RememberedUnit));
        return refused;
    }

    private async Task<UnitId?> MyUnit()
    {
        var now = time.GetUtcNow();
        if (Context.Items.TryGetValue(typeof(RememberedUnit), out var known)
            && known is RememberedUnit remembered
            && now < remembered.Until)
            return remembered.Unit;
        var unit = await commands.UnitOf(Me, Context.ConnectionAborted);
        if (unit is { } found)
            Context.Items[typeof(RememberedUnit)] = new RememberedUnit(found, now + UnitRemembered);
        return unit;
    }

    private sealed record RememberedUnit(UnitId Unit, DateTimeOffset Until);
}
