using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.EventStore;
using ConsultType = Telehealth.Server.Platform.EventStore.EntityType<
    Telehealth.Domain.Visits.Consults.ConsultCommand, Telehealth.Domain.Visits.Consults.Consult, Telehealth.Domain.Visits.Consults.ConsultEvent>;

namespace Telehealth.Server.Visits.Consults;

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
