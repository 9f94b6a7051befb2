using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Visits.Consults;

/// <summary>Executes what people ask of a consult. What takes rights away has taken them when it is answered.</summary>
internal sealed class ConsultCommands(ConsultEntity consults, SeatRevocations seats)
{
    public async Task<Execution<Consult>> Execute(CommandContext context, Guid consult, ConsultCommand command, CancellationToken ct)
    {
        var execution = await consults.Execute(context, consult, command, ct);
        if (execution.Refusal is null)
            await TakeAway(context.Tenant, consult, command);
        return execution;
    }

    private Task TakeAway(TenantId tenant, Guid consult, ConsultCommand command) => command switch
    {
        ConsultCommand.RemoveParticipant remove => seats.OfGuest(tenant, consult, remove.Participant.Value),
        ConsultCommand.RevokeGuestLink revoke => seats.OfGuest(tenant, consult, revoke.Guest.Value),
        ConsultCommand.ReturnToWaitingRoom => seats.OfReturned(tenant, consult),
        ConsultCommand.EndConsult => seats.OfEverybody(tenant, consult),
        _ => Task.CompletedTask,
    };
}
