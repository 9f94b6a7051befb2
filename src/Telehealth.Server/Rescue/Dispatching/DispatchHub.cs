using Microsoft.AspNetCore.SignalR;
using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>The dispatch console: one board for all dispatchers of a tenant.</summary>
internal sealed class DispatchHub(
    BoardQueries board, IncidentReader incidents, DispatchCommands commands, DispatchUnitCommands unitCommands, CallTaking calls,
    OpenConsoles consoles)
    : Hub<IDispatchClient>, IDispatchHub
{
    private static readonly Rejection AlarmUnknown = Rejection.NotNow("alarm.not_found", "This alarm does not exist.");

    private Caller Me => Caller.Of(Context.User);

    public static string GroupOf(TenantId tenant) => $"board:{tenant}";

    [Allow(Roles.Dispatcher)]
    public async Task<Reply<Board>> WatchBoard()
    {
        // First the changes, then the snapshot: what happens in between comes twice rather than never.
        await Groups.AddToGroupAsync(Context.ConnectionId, GroupOf(Me.Tenant));
        consoles.Open(Context.ConnectionId, Me.Tenant);
        return await board.Board(Me.Tenant, Context.ConnectionAborted);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        consoles.Close(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    [Allow(Roles.Dispatcher)]
    public async Task<Reply<IncidentView>> Incident(Guid emergencyId) =>
        await incidents.Read(Me, emergencyId, Context.ConnectionAborted) is { } incident ? incident : EmergencyRejections.NotFound;

    [Allow(Roles.Dispatcher), Costly]
    public async Task<Reply<Recommendation>> Recommend(Guid emergencyId) =>
        await incidents.Recommend(Me.Tenant, emergencyId, Context.ConnectionAborted) is { } recommendation
            ? recommendation
            : EmergencyRejections.NotFound;

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> RaiseForCaller(HelpRequest raise) => calls.Raise(Me, raise, Context.ConnectionAborted);

    [Allow(Roles.Dispatcher)]
    public Task<Reply<IReadOnlyList<NearEmergency>>> Near(NearQuestion question) => calls.Near(Me, question, Context.ConnectionAborted);

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> AddCaller(FurtherCaller caller) => calls.AddCaller(Me, caller, Context.ConnectionAborted);

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> Correct(EmergencyCorrection correction) => calls.Correct(Me, correction, Context.ConnectionAborted);

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> Reopen(Reopening reopening) => calls.Reopen(Me, reopening, Context.ConnectionAborted);

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> AssignByHand(HandAssignment assign) =>
        commands.Assign(Me, new ManualAssignment(assign.CommandId, assign.EmergencyId, assign.UnitId, assign.Reason ?? "Assigned by hand.")
        {
            Relieves = assign.RelievesAssignmentId,
        }, Context.ConnectionAborted);

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> Reassign(Reassignment reassign) =>
        commands.Assign(Me, new ManualAssignment(reassign.CommandId, reassign.EmergencyId, reassign.UnitId, reassign.Reason)
        {
            Instead = reassign.AssignmentId,
            Replaces = true,
        }, Context.ConnectionAborted);

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> StandDown(StandDownCommand command) =>
        Run(command.EmergencyId, command.CommandId, new EmergencyCommand.StandDown(new AssignmentId(command.AssignmentId), command.Reason));

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> Divert(DiversionCommand command) => commands.Divert(Me, command, Context.ConnectionAborted);

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> Reserve(ReservationCommand command) => commands.Reserve(Me, command, Context.ConnectionAborted);

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> StrikeAlarm(AlarmStrike strike) => commands.Strike(Me, strike, Context.ConnectionAborted);

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> WithdrawNeed(NeedWithdrawal withdraw) =>
        Run(withdraw.EmergencyId, withdraw.CommandId, new EmergencyCommand.WithdrawNeed(withdraw.Need, withdraw.Reason));

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> ReportForUnit(RadioReport report) => commands.Report(Me, report, Context.ConnectionAborted);

    [Allow(Roles.Dispatcher)]
    public Task<Reply<UnitRow>> SetUnitAvailability(UnitAvailabilityChange availability) =>
        unitCommands.SetAvailability(Me, availability, Context.ConnectionAborted);

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> SearchAgain(OfEmergency command) =>
        Run(command.EmergencyId, command.CommandId, new EmergencyCommand.SearchAgain(AlsoThoseWhoSaidNo: true));

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> ChangePriority(NewPriority change) =>
        Run(change.EmergencyId, change.CommandId, new EmergencyCommand.ChangePriority((Priority)change.Priority, change.Reason));

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> AddNote(NewNote note) =>
        commands.Note(Me, note, Context.ConnectionAborted);

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> Cancel(HelpCancellation cancel) =>
        Run(cancel.EmergencyId, cancel.CommandId, new EmergencyCommand.CancelEmergency(Patient: null, cancel.Reason));

    [Allow(Roles.Dispatcher)]
    public async Task<Reply<AlarmRow>> AcknowledgeAlarm(AlarmAcknowledgement acknowledge)
    {
        if (await board.Alarm(Me.Tenant, acknowledge.AlarmId, Context.ConnectionAborted) is not { EmergencyId: { } emergency })
            return AlarmUnknown;
        var row = await Run(emergency, acknowledge.CommandId, new EmergencyCommand.AcknowledgeAlarm(new AlarmId(acknowledge.AlarmId)));
        if (row.Error is { } error)
            return error.Rejection;
        return await board.Alarm(Me.Tenant, acknowledge.AlarmId, Context.ConnectionAborted) is { } alarm ? alarm : AlarmUnknown;
    }

    [Allow(Roles.Dispatcher)]
    public Task<Reply<UnitRow>> AcknowledgeSilence(SilenceAcknowledgement acknowledge) =>
        unitCommands.AcknowledgeSilence(Me, acknowledge, Context.ConnectionAborted);

    private Task<Reply<EmergencyRow>> Run(Guid emergency, Guid commandId, EmergencyCommand command) =>
        commands.Run(Me, commandId, emergency, command, Context.ConnectionAborted);
}
