using Telehealth.Domain.Consults;
using Telehealth.Server.EventStore;
using ConsultType = Telehealth.Server.EventStore.EntityType<
    Telehealth.Domain.Consults.ConsultCommand, Telehealth.Domain.Consults.Consult, Telehealth.Domain.Consults.ConsultEvent>;

namespace Telehealth.Server.Consults;

/// <summary>Executes what people ask of a consult. What takes rights away has taken them when it is answered.</summary>
internal sealed class ConsultCommands(EntityStore store, ConsultType consults, SeatRevocations seats)
{
    public async Task<Execution<Consult>> Execute(Guid consult, ConsultCommand command, CommandContext context, CancellationToken ct)
    {
        var execution = await store.Execute(consults, consult, command, context, ct);
        if (execution is Execution<Consult>.Done)
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
