using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Telehealth.Domain.Emergencies;
using Telehealth.Server.Access;
using Telehealth.Server.Contracts;
using Telehealth.Server.Emergencies;
using Telehealth.Server.EventStore;
using Telehealth.Server.Units;
using EmergencyType = Telehealth.Server.EventStore.EntityType<
    Telehealth.Domain.Emergencies.EmergencyCommand, Telehealth.Domain.Emergencies.Emergency, Telehealth.Domain.Emergencies.EmergencyEvent>;

namespace Telehealth.Server.Dispatching;

/// <summary>The dispatch console: one board for all dispatchers of a tenant.</summary>
internal sealed class DispatchHub(
    EntityStore store, EmergencyType emergencies, BoardQueries board, IncidentReader incidents, UnitChooser chooser, IOptions<DispatchOptions> options)
    : Hub<IDispatchClient>, IDispatchHub
{
    private static readonly Rejection NotFound = new("emergency.not_found", "This emergency does not exist, or it is not yours.");

    private Caller Me => Caller.Of(Context.User);

    public static string GroupOf(TenantId tenant) => $"board:{tenant}";

    [Allow(Roles.Dispatcher)]
    public async Task<Reply<Board>> WatchBoard()
    {
        // First the changes, then the snapshot: what happens in between comes twice rather than never.
        await Groups.AddToGroupAsync(Context.ConnectionId, GroupOf(Me.Tenant));
        return await board.Board(Me.Tenant, Context.ConnectionAborted);
    }

    [Allow(Roles.Dispatcher)]
    public async Task<Reply<IncidentView>> Incident(Guid emergencyId) =>
        await incidents.Read(Me.Tenant, emergencyId, Context.ConnectionAborted) is { } incident ? incident : NotFound;

    [Allow(Roles.Dispatcher)]
    public async Task<Reply<Recommendation>> Recommend(Guid emergencyId)
    {
        var (state, _) = await store.Load(emergencies, Me.Tenant, emergencyId, Context.ConnectionAborted);
        return state is Emergency.Open { Facts: var facts } ? await incidents.Recommend(Me.Tenant, facts, Context.ConnectionAborted) : NotFound;
    }

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> RaiseForCaller(HelpRequest raise)
    {
        var id = new EmergencyId(DerivedId.From(raise.CommandId, "emergency"));
        var (command, problem) = raise.ToCommand(id, patient: null);
        return command is null ? Task.FromResult<Reply<EmergencyRow>>(problem ?? NotFound) : Run(id.Value, raise.CommandId, command);
    }

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> AssignByHand(HandAssignment assign) =>
        RunByHand(assign.EmergencyId, assign.CommandId, assign.UnitId, "Assigned by hand.");

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> Reassign(Reassignment reassign) =>
        RunByHand(reassign.EmergencyId, reassign.CommandId, reassign.UnitId, reassign.Reason);

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> SearchAgain(OfEmergency command) =>
        Run(command.EmergencyId, command.CommandId, new EmergencyCommand.SearchAgain(AlsoThoseWhoSaidNo: true));

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> ChangePriority(NewPriority change) =>
        Run(change.EmergencyId, change.CommandId, new EmergencyCommand.ChangePriority((Priority)change.Priority, change.Reason));

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> AddNote(NewNote note) =>
        Run(note.EmergencyId, note.CommandId, new EmergencyCommand.AddNote(note.Text));

    [Allow(Roles.Dispatcher)]
    public Task<Reply<EmergencyRow>> Cancel(HelpCancellation cancel) =>
        Run(cancel.EmergencyId, cancel.CommandId, new EmergencyCommand.CancelEmergency(Patient: null, cancel.Reason));

    [Allow(Roles.Dispatcher)]
    public async Task<Reply<AlarmRow>> AcknowledgeAlarm(AlarmAcknowledgement acknowledge)
    {
        var unknown = new Rejection("alarm.not_found", "This alarm does not exist.");
        if (await board.Alarm(Me.Tenant, acknowledge.AlarmId, Context.ConnectionAborted) is not { EmergencyId: { } emergency })
            return unknown;
        var row = await Run(emergency, acknowledge.CommandId, new EmergencyCommand.AcknowledgeAlarm(new AlarmId(acknowledge.AlarmId)));
        if (row.Error is { } error)
            return new Rejection(error.Code, error.Text);
        return await board.Alarm(Me.Tenant, acknowledge.AlarmId, Context.ConnectionAborted) is { } alarm ? alarm : unknown;
    }

    private async Task<Reply<EmergencyRow>> RunByHand(Guid emergency, Guid commandId, Guid unit, string reason)
    {
        var (state, _) = await store.Load(emergencies, Me.Tenant, emergency, Context.ConnectionAborted);
        if (state is not Emergency.Open { Facts: var facts })
            return NotFound;
        var id = new UnitId(unit);
        var assign = new EmergencyCommand.AssignByHand(
            new AssignmentId(DerivedId.From(commandId, "assignment")), id, chooser.TravelOf(Me.Tenant, id, facts), options.Value.AnswerWithin, reason);
        return await Run(emergency, commandId, assign);
    }

    private async Task<Reply<EmergencyRow>> Run(Guid emergency, Guid commandId, EmergencyCommand command)
    {
        var context = new CommandContext(Me.Tenant, new CommandId(commandId), Me.ToActor(ActorKind.Dispatcher));
        var execution = await store.Execute(emergencies, emergency, command, context, Context.ConnectionAborted);
        if (execution is Execution<Emergency>.Refused refused)
            return refused.Rejection;
        return await board.Emergency(Me.Tenant, emergency, Context.ConnectionAborted) is { } row ? row : NotFound;
    }
}
