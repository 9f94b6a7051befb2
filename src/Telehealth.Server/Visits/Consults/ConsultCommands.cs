using Microsoft.Extensions.Options;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Visits.Consults;

/// <summary>Executes what people ask of a consult. What takes rights away has taken them when it is answered.</summary>
internal sealed class ConsultCommands(
    ConsultEntity consults, Rooms rooms, SeatRevocations seats, ConsultQueries queries, IOptions<ConsultOptions> options)
{
    private static readonly Rejection WaitsAlready = Rejection.NotNow(
        "consult.waits_already",
        "The patient already waits with another request, so this one cannot wait again. End this visit, and admit the other one.");

    public async Task<Execution> Execute(CommandContext context, Guid consult, ConsultCommand command, CancellationToken ct)
    {
        var execution = await consults.Execute(context, consult, command, ct);
        if (execution.Refusal is null)
            await TakeAway(context.Tenant, consult, command);
        return execution;
    }

    /// <summary>Answers what became of the visit.</summary>
    public async Task<Reply<ConsultCard>> ChangeCard(CommandContext context, Guid consult, ConsultCommand command, CancellationToken ct)
    {
        if ((await Execute(context, consult, command, ct)).Refusal is { } refusal)
            return refusal;
        return await queries.Card(context.Tenant, consult, ct) is { } card ? card : ConsultRules.NotFound;
    }

    /// <summary>Answers that it is done: whoever is concerned hears of it otherwise.</summary>
    public async Task<Reply<Done>> Change(CommandContext context, Guid consult, ConsultCommand command, CancellationToken ct) =>
        (await Execute(context, consult, command, ct)).Refusal is { } refusal ? refusal : Done.Value;

    /// <param name="urlOf">The whole link with this secret.</param>
    public async Task<Reply<GuestLink>> InviteGuest(
        Caller clinician, GuestInvitation invite, Func<string, string> urlOf, CancellationToken ct)
    {
        var token = Secret.New();
        var guest = new ParticipantId(DerivedId.OfCommand(clinician.PersonId, invite.CommandId, "guest"));
        var command = new ConsultCommand.InviteGuest(
            new PersonId(clinician.PersonId), guest, invite.Name, invite.Role, Convert.ToBase64String(Secret.HashOf(token) ?? []),
            options.Value.GuestLinkValidFor);
        var execution = await Execute(clinician.As(ActorKind.Clinician, invite.CommandId), invite.ConsultId, command, ct);
        if (execution.Refusal is { } refusal)
            return refusal;
        // A repeated command gets the link of the first time, whose secret is known to nobody any more but whoever was told it.
        var url = execution.Outcome is { WasRepeated: false } ? urlOf(token) : null;
        return await queries.GuestLink(clinician.Tenant, guest.Value, ct) is { } link ? link with { Url = url } : ConsultRules.NotFound;
    }

    public async Task<Reply<ConsultCard>> ReturnToWaitingRoom(Caller clinician, PatientReturn back, CancellationToken ct)
    {
        var reply = await ChangeCard(
            clinician.As(ActorKind.Clinician, back.CommandId), back.ConsultId,
            new ConsultCommand.ReturnToWaitingRoom(new PersonId(clinician.PersonId), back.Reason), ct);
        // The database says it in the words for the patient who asks twice.
        if (reply.Error?.Rejection.Is(ConsultSetup.WaitsOnce) is true)
            return WaitsAlready;
        // Sent again after somebody else has admitted the patient: what became of the visit is theirs.
        return reply.Value is { } card && card.ClinicianId != clinician.PersonId && !queries.WaitsForEverybody(card)
            ? ConsultAudience.AtTheDoor(card)
            : reply;
    }

    /// <summary>Where the room is; when that does not answer, what is not its own, and it takes the rest from the log.</summary>
    private async Task TakeAway(TenantId tenant, Guid consult, ConsultCommand command)
    {
        (SeatLoss Loss, Guid Guest)? lost = command switch
        {
            ConsultCommand.RemoveParticipant remove => (SeatLoss.Guest, remove.Participant.Value),
            ConsultCommand.RevokeGuestLink revoke => (SeatLoss.Guest, revoke.Guest.Value),
            ConsultCommand.ReturnToWaitingRoom => (SeatLoss.Return, Guid.Empty),
            ConsultCommand.EndConsult => (SeatLoss.End, Guid.Empty),
            _ => null,
        };
        if (lost is not var (loss, guest))
            return;
        var request = new RoomRequest.TakeAway(tenant, consult, loss, guest);
        if ((await rooms.Ask(request, CancellationToken.None)).Error is not null)
            await seats.Apply(request);
    }
}
