using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.EventStore;
using static Telehealth.Domain.Visits.Consults.ConsultEvent;

namespace Telehealth.Server.Visits.Consults;

/// <summary>What changed about a consult: its card, one line of chat, one guest link, or who is held back.</summary>
internal readonly record struct ConsultChange(TenantId Tenant, Guid Consult, long Message, Guid GuestLink, bool IsMute, bool IsEnd)
{
    /// <summary>The patient waits no longer.</summary>
    public bool IsLeft { get; init; }

    /// <summary>The patient waits again.</summary>
    public bool IsReturn { get; init; }
}

/// <summary>Tells everybody concerned what became of their consults, and clears up after what ended.</summary>
internal sealed class ConsultFeed(
    ConsultQueries queries, ConsultAudience audience, SeatCommands seatCommands, SeatRevocations seats, SeatedPages here,
    ILogger<ConsultFeed> log)
    : ChangeFeed<ConsultChange>(log)
{
    public override void Publish(StoredEvent stored)
    {
        var change = new ConsultChange(stored.Tenant, stored.StreamId, 0, Guid.Empty, IsMute: false, IsEnd: false);
        switch (stored.Event)
        {
            case MessageSaid:
                Mark(change with { Message = stored.Version });
                break;
            case MessageWithdrawn withdrawn:
                Mark(change with { Message = withdrawn.Number });
                break;
            case GuestInvited invited:
                Mark(change with { GuestLink = invited.Guest.Value });
                break;
            case GuestLinkRevoked revoked:
                Mark(change with { GuestLink = revoked.Guest.Value });
                break;
            case ParticipantJoined { GuestName: not null } joined:
                Mark(change with { GuestLink = joined.Participant.Value });
                break;
            case ParticipantMuted or ParticipantUnmuted:
                Mark(change with { IsMute = true });
                break;
            case ConsultEnded:
                Mark(change with { IsEnd = true });
                break;
            case ConsultCancelled:
                Mark(change with { IsEnd = true, IsLeft = true });
                break;
            case PatientAdmitted:
                Mark(change with { IsLeft = true });
                break;
            case PatientReturned:
                Mark(change with { IsReturn = true });
                break;
            case ConsultEvent and not (ParticipantJoined or ParticipantLeft or ParticipantRemoved):
                Mark(change);
                break;
        }
    }

    protected override async Task Tell(IReadOnlyCollection<ConsultChange> changed, CancellationToken ct)
    {
        foreach (var change in changed.OrderBy(change => change.Message))
        {
            if (change.Message > 0)
                await TellMessage(change, ct);
            else if (change.IsMute)
                await seatCommands.ApplyMutes(change.Tenant, change.Consult, ct);
            else if (await queries.Card(change.Tenant, change.Consult, ct) is not { } card)
                continue;
            else if (change.GuestLink != Guid.Empty)
                await TellGuestLink(change, card, ct);
            else
                await TellCard(change, card, ct);
        }
    }

    private async Task TellMessage(ConsultChange change, CancellationToken ct)
    {
        if (await queries.Message(change.Tenant, change.Consult, change.Message, ct) is { } message)
            await audience.Said(change.Consult, here.Of(change.Tenant, change.Consult), message);
    }

    private async Task TellCard(ConsultChange change, ConsultCard card, CancellationToken ct)
    {
        // Before the browsers hear of it and leave.
        if (change.IsEnd)
            await seats.OfEverybody(change.Tenant, change.Consult);
        if (change.IsReturn)
        {
            await seats.OfReturned(change.Tenant, change.Consult);
            await seats.OfReturnedPages(change.Tenant, change.Consult, ct);
        }

        await audience.Changed(change.Tenant, card);
        if (change.IsEnd)
            here.Forget(new RoomKey(change.Tenant, change.Consult));
        if (change.IsLeft)
            await audience.LeftWaitingRoom(change.Tenant, card);
        else if (queries.WaitsForEverybody(card))
            await audience.Waits(change.Tenant, card);
    }

    private async Task TellGuestLink(ConsultChange change, ConsultCard card, CancellationToken ct)
    {
        if (await queries.GuestLink(change.Tenant, change.GuestLink, ct) is not { } link)
            return;
        if (link.Revoked)
            await seats.OfGuest(change.Tenant, change.Consult, link.Id);
        if (card.ClinicianId is { } clinician)
            await audience.LinkChanged(change.Tenant, change.Consult, clinician, link);
    }
}
