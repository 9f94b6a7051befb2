using Microsoft.AspNetCore.SignalR;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.ResponsePlans;

namespace Telehealth.Server.Rescue.Emergencies;

/// <summary>Somebody in danger asks for help and watches it come.</summary>
internal sealed class EmergencyHub(EmergencyEntity emergencies, HelpQueries queries, ResponsePlanCache plans, AttendanceReader attendance)
    : Hub<IEmergencyClient>, IEmergencyHub
{
    private static readonly Rejection Incomplete = Problems.Invalid("The request is not complete.");

    public static string GroupOf(TenantId tenant, Guid patient) => $"help:{tenant}:{patient}";

    public static string AttendanceGroupOf(TenantId tenant) => $"attendance:{tenant}";

    [Allow(Roles.Patient, Roles.Dispatcher)]
    public Task<Reply<ProtocolView>> Protocol() => Task.FromResult<Reply<ProtocolView>>(TriageProtocol.Standard.ToView());

    [Allow(Roles.Patient)]
    public async Task<Reply<HelpView>> Raise(HelpRequest raise)
    {
        var caller = Caller.Of(Context.User);
        var id = new EmergencyId(DerivedId.OfCommand(caller.PersonId, raise.CommandId, "emergency"));
        var (command, problem) = raise.ToCommand(
            id, new PersonId(caller.PersonId), await plans.Of(caller.Tenant, Context.ConnectionAborted));
        return command is null ? await Refuse(problem) : await Run(id.Value, raise.CommandId, command);
    }

    [Allow(Roles.Patient)]
    public async Task<Reply<HelpView?>> WatchMine()
    {
        var caller = Caller.Of(Context.User);
        await Groups.AddToGroupAsync(Context.ConnectionId, GroupOf(caller.Tenant, caller.PersonId));
        return await queries.Newest(caller.Tenant, new PersonId(caller.PersonId), Context.ConnectionAborted);
    }

    [Allow(Roles.Patient)]
    public Task<Reply<HelpView>> ImproveLocation(BetterLocation improve)
    {
        var (command, problem) = improve.ToCommand(new PersonId(Caller.Of(Context.User).PersonId));
        return command is null ? Refuse(problem) : Run(improve.EmergencyId, improve.CommandId, command);
    }

    [Allow(Roles.Patient)]
    public async Task<Reply<HelpView>> GiveDetails(HelpDetails details)
    {
        var caller = Caller.Of(Context.User);
        var (command, problem) = details.ToCommand(new PersonId(caller.PersonId), await plans.Of(caller.Tenant, Context.ConnectionAborted));
        return command is null ? await Refuse(problem) : await Run(details.EmergencyId, details.CommandId, command);
    }

    [Allow(Roles.Patient)]
    public async Task<Reply<KnownNumber>> MyNumber()
    {
        var caller = Caller.Of(Context.User);
        return new KnownNumber(await queries.LastNumberOf(caller.Tenant, new PersonId(caller.PersonId), Context.ConnectionAborted));
    }

    [Allow(Roles.Patient)]
    public async Task<Reply<Attendance>> WatchAttendance()
    {
        var tenant = Caller.Of(Context.User).Tenant;
        await Groups.AddToGroupAsync(Context.ConnectionId, AttendanceGroupOf(tenant));
        return await attendance.Of(tenant, Context.ConnectionAborted);
    }

    [Allow(Roles.Patient)]
    public Task<Reply<HelpView>> CancelMine(HelpCancellation cancel) =>
        Run(
            cancel.EmergencyId, cancel.CommandId,
            new EmergencyCommand.CancelEmergency(new PersonId(Caller.Of(Context.User).PersonId), cancel.Reason));

    private async Task<Reply<HelpView>> Run(Guid emergency, Guid commandId, EmergencyCommand command)
    {
        var caller = Caller.Of(Context.User);
        var execution = await emergencies.Execute(caller.As(ActorKind.Patient, commandId), emergency, command, Context.ConnectionAborted);
        if (execution.Refusal is { } refusal)
            return refusal;
        var views = await queries.OfPatients(caller.Tenant, [new EmergencyId(emergency)], Context.ConnectionAborted);
        return views[0].View;
    }

    private static Task<Reply<HelpView>> Refuse(Rejection? problem) => Task.FromResult<Reply<HelpView>>(problem ?? Incomplete);
}
