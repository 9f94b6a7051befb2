using Microsoft.Extensions.Options;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Visits.Consults;

/// <summary>Makes a guest's link, and takes it back.</summary>
internal sealed class GuestCommands(ConsultCommands commands, ConsultQueries queries, IOptions<ConsultOptions> options)
{
    /// <param name="urlOf">The whole link with this secret.</param>
    public async Task<Reply<GuestLink>> Invite(
        Caller clinician, GuestInvitation invite, Func<string, string> urlOf, CancellationToken ct)
    {
        var token = Secret.New();
        var guest = new ParticipantId(DerivedId.OfCommand(clinician.PersonId, invite.CommandId, "guest"));
        var command = new ConsultCommand.InviteGuest(
            new PersonId(clinician.PersonId), guest, invite.Name, invite.Role, Convert.ToBase64String(Secret.HashOf(token) ?? []),
            options.Value.GuestLinkValidFor);
        var execution = await commands.Execute(clinician.As(ActorKind.Clinician, invite.CommandId), invite.ConsultId, command, ct);
        if (execution.Refusal is { } refusal)
            return refusal;
        // A repeated command gets the link of the first time, whose secret is known to nobody any more but whoever was told it.
        var url = execution.Outcome is { WasRepeated: false } ? urlOf(token) : null;
        return await queries.GuestLink(clinician.Tenant, guest.Value, ct) is { } link ? link with { Url = url } : ConsultRules.NotFound;
    }

    public Task<Reply<Done>> Revoke(Caller clinician, GuestRevocation revoke, CancellationToken ct) => commands.Change(
        clinician.As(ActorKind.Clinician, revoke.CommandId), revoke.ConsultId,
        new ConsultCommand.RevokeGuestLink(new PersonId(clinician.PersonId), new ParticipantId(revoke.LinkId)), ct);
}
