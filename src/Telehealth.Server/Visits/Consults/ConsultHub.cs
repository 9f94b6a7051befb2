using Microsoft.AspNetCore.SignalR;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.Live;

namespace Telehealth.Server.Visits.Consults;

/// <summary>Patient, clinician and guest around one consult: asking, waiting, meeting, writing, signalling.</summary>
internal sealed class ConsultHub(
    ConsultCommands commands, ConsultQueries queries, Rooms rooms, ChatCommands chat, RoomVisits visits,
    WatchingClinicians watching) : Hub<IConsultClient>, IConsultHub
{
    private static readonly Rejection PatientUnknown = Rejection.NotFound("patient.not_found", "This patient does not exist.");

    private static readonly TimeSpan ComesBackWithin = TimeSpan.FromSeconds(3);

    private Caller Me => Caller.Of(Context.User);

    private CancellationToken Gone => Context.ConnectionAborted;

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        watching.Go(Context.ConnectionId);
        // At another node already, or in a moment: nobody need see that they were away.
        if (Context.Features.Get<Outbox>() is { IsLedAway: true })
            await Task.Delay(ComesBackWithin);
        await visits.Drop(Context.ConnectionId);
        await base.OnDisconnectedAsync(exception);
    }

    [Allow(Roles.Patient)]
    public Task<Reply<ConsultCard>> Ask(ConsultRequest ask)
    {
        var id = new ConsultId(DerivedId.OfCommand(Me.PersonId, ask.CommandId, "consult"));
        return Run(id.Value, ask.CommandId, ActorKind.Patient, new ConsultCommand.AskForConsult(id, new PersonId(Me.PersonId), ask.Reason));
    }

    [Allow(Roles.Clinician)]
    public async Task<Reply<ConsultCard>> Book(Booking book)
    {
        if (!await queries.IsPatient(Me.Tenant, book.PatientId, Gone))
            return PatientUnknown;
        var id = new ConsultId(DerivedId.OfCommand(Me.PersonId, book.CommandId, "consult"));
        var command = new ConsultCommand.BookConsult(
            id, new PersonId(book.PatientId), new PersonId(Me.PersonId), book.StartsAt, book.Reason);
        return await Run(id.Value, book.CommandId, ActorKind.Clinician, command);
    }

    [Allow(Roles.Patient)]
    public Task<Reply<ConsultCard>> Open(OfConsult command) =>
        Run(command.ConsultId, command.CommandId, ActorKind.Patient, new ConsultCommand.OpenBookedConsult(new PersonId(Me.PersonId)));

    [Allow(Roles.Patient)]
    public Task<Reply<ConsultCard>> ChangeReason(ReasonChange change) => Run(
        change.ConsultId, change.CommandId, ActorKind.Patient, new ConsultCommand.ChangeReason(new PersonId(Me.PersonId), change.Reason));

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest), Costly]
    public async Task<Reply<IReadOnlyList<ConsultCard>>> MyConsults()
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, ConsultAudience.Person(Me.Tenant, Me.PersonId));
        var cards = Me.GuestOfConsult() is { } only
            ? await GuestsConsult(only)
            : await queries.Of(Me.Tenant, Me.PersonId, Gone);
        return new Reply<IReadOnlyList<ConsultCard>>(cards, null);
    }

    [Allow(Roles.Clinician), Costly]
    public async Task<Reply<WaitingRoom>> WatchWaitingRoom()
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, ConsultAudience.Clinicians(Me.Tenant));
        await Groups.AddToGroupAsync(Context.ConnectionId, ConsultAudience.Person(Me.Tenant, Me.PersonId));
        watching.Come(Context.ConnectionId, Me.Tenant, Me.PersonId);
        return await queries.WaitingRoom(Me.Tenant, Me.PersonId, Gone);
    }

    [Allow(Roles.Clinician)]
    public Task<Reply<ConsultCard>> Admit(OfConsult command) =>
        Run(command.ConsultId, command.CommandId, ActorKind.Clinician, new ConsultCommand.AdmitPatient(new PersonId(Me.PersonId)));

    [Allow(Roles.Clinician)]
    public Task<Reply<ConsultCard>> End(OfConsult command) =>
        Run(command.ConsultId, command.CommandId, ActorKind.Clinician, new ConsultCommand.EndConsult(new PersonId(Me.PersonId)));

    [Allow(Roles.Patient, Roles.Clinician)]
    public Task<Reply<ConsultCard>> Cancel(OfConsult command) =>
        Run(command.ConsultId, command.CommandId, KindOf(Me), new ConsultCommand.CancelConsult(new PersonId(Me.PersonId)));

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest), Costly]
    public Task<Reply<ConsultView>> Enter(Guid consultId, long afterMessage) => TakeSeat(consultId, afterMessage, goesOn: null);

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest), Costly]
    public Task<Reply<ConsultView>> EnterAgain(SeatReturn back) => TakeSeat(back.ConsultId, back.AfterMessage, back.Sitting);

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest)]
    public async Task<Reply<Done>> Leave(Guid consultId)
    {
        await HearNoMore(consultId);
        return await rooms.Ask(new RoomRequest.Leave(Me, KindOf(Me), consultId, Context.ConnectionId), Gone);
    }

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest)]
    public Task<Reply<ChatMessage>> Say(NewMessage say) => chat.Say(Me, KindOf(Me), say, Gone);

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest)]
    public Task<Reply<ChatMessage>> WithdrawMessage(MessageWithdrawal withdrawal) => chat.Withdraw(Me, KindOf(Me), withdrawal, Gone);

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest), Costly]
    public Task<Reply<ChatPage>> EarlierMessages(Guid consultId, long before) =>
        rooms.Ask(new RoomRequest.Earlier(Me, consultId, before, Context.ConnectionId), Gone);

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest)]
    public Task<Reply<Done>> MarkMessages(MessagesSeen seen) => rooms.Ask(new RoomRequest.Mark(Me, seen, Context.ConnectionId), Gone);

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest)]
    public Task<Reply<Done>> Typing(Guid consultId) => rooms.Ask(new RoomRequest.Type(Me, consultId, Context.ConnectionId), Gone);

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest)]
    public Task<Reply<Done>> ShowMedia(Guid consultId, MediaState media) =>
        rooms.Ask(new RoomRequest.Show(Me, consultId, Context.ConnectionId, media), Gone);

    [Allow(Roles.Clinician)]
    public Task<Reply<GuestLink>> InviteGuest(GuestInvitation invite) => commands.InviteGuest(Me, invite, UrlOf, Gone);

    [Allow(Roles.Clinician)]
    public Task<Reply<Done>> RevokeGuest(GuestRevocation revoke) => commands.Change(
        Me.As(ActorKind.Clinician, revoke.CommandId), revoke.ConsultId,
        new ConsultCommand.RevokeGuestLink(new PersonId(Me.PersonId), new ParticipantId(revoke.LinkId)), Gone);

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest)]
    public Task<Reply<MediaAnswer>> Negotiate(MediaOffer offer) =>
        rooms.Ask(new RoomRequest.Negotiate(Me, offer, Context.ConnectionId), Gone);

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest)]
    public Task<Reply<Done>> Candidate(Guid consultId, string candidate) =>
        rooms.Ask(new RoomRequest.AddCandidate(Me, consultId, candidate, Context.ConnectionId), Gone);

    [Allow(Roles.Clinician)]
    public Task<Reply<ConsultCard>> ReturnToWaitingRoom(PatientReturn command) => commands.ReturnToWaitingRoom(Me, command, Gone);

    [Allow(Roles.Clinician)]
    public async Task<Reply<PatientTelephone>> TelephoneOfPatient(Guid consultId) =>
        await queries.TelephoneOfPatient(Me.Tenant, consultId, Me.PersonId, Gone) is { } telephone ? telephone : ConsultRules.NotFound;

    [Allow(Roles.Clinician)]
    public Task<Reply<ConsultCard>> Lock(LockChange change) =>
        Run(change.ConsultId, change.CommandId, ActorKind.Clinician, new ConsultCommand.LockRoom(new PersonId(Me.PersonId), change.Locked));

    [Allow(Roles.Clinician)]
    public Task<Reply<Done>> MuteParticipant(MuteChange change) =>
        commands.Change(
            Me.As(ActorKind.Clinician, change.CommandId), change.ConsultId,
            new ConsultCommand.MuteParticipant(
                new PersonId(Me.PersonId), new ParticipantId(change.ParticipantId), change.Source, change.Muted),
            Gone);

    [Allow(Roles.Clinician)]
    public Task<Reply<Done>> RemoveParticipant(Removal removal) => commands.Change(
        Me.As(ActorKind.Clinician, removal.CommandId), removal.ConsultId,
        new ConsultCommand.RemoveParticipant(new PersonId(Me.PersonId), new ParticipantId(removal.ParticipantId)), Gone);

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest)]
    public Task<Reply<Done>> Watch(Guid consultId, IReadOnlyList<TrackWishView> tracks) =>
        rooms.Ask(new RoomRequest.Watch(Me, consultId, tracks, Context.ConnectionId), Gone);

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest)]
    public Task<Reply<Done>> ListenTo(Guid consultId, Guid? interpreterId) =>
        rooms.Ask(new RoomRequest.ListenTo(Me, consultId, interpreterId, Context.ConnectionId), Gone);

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest)]
    public Task<Reply<Done>> ReportQuality(Guid consultId, QualitySample sample) =>
        rooms.Ask(new RoomRequest.Report(Me, consultId, sample, Context.ConnectionId), Gone);

    [Allow(Roles.Clinician)]
    public Task<Reply<ConsultQuality>> Quality(Guid consultId) => rooms.Ask(new RoomRequest.Quality(Me, consultId), Gone);

    [Allow(Roles.Clinician)]
    public Task<Reply<ConsultQualitySummary>> QualitySummary(Guid consultId) =>
        rooms.Ask(new RoomRequest.Summary(Me, consultId), Gone);

    private async Task<Reply<ConsultView>> TakeSeat(Guid consult, long afterMessage, Guid? goesOn)
    {
        var reply = await visits.Enter(Context, Me, new SeatEntry(KindOf(Me), consult, goesOn), Gone);
        if (reply.Error is { } error)
        {
            // Whoever waits before a locked room, or one whose patient waits again, hears when it opens.
            if ((error.Rejection.Is(ConsultRules.RoomLocked) || error.Rejection.Is(ConsultRules.NotRunning))
                && Me.GuestOfConsult() is not null)
                await Groups.AddToGroupAsync(Context.ConnectionId, ConsultAudience.Door(Me.Tenant, consult));
            return error.Rejection;
        }

        var cards = Me.GuestOfConsult() is null
            ? ConsultAudience.Person(Me.Tenant, Me.PersonId)
            : ConsultAudience.Guests(Me.Tenant, consult);
        await Groups.RemoveFromGroupAsync(Context.ConnectionId, ConsultAudience.Door(Me.Tenant, consult));
        foreach (var group in (string[])[cards, ConsultAudience.Consult(Me.Tenant, consult), ConsultAudience.Seat(consult, Me.PersonId)])
            await Groups.AddToGroupAsync(Context.ConnectionId, group);
        var view = await rooms.Ask(new RoomRequest.View(Me, consult, afterMessage, Context.ConnectionId), Gone);
        // Taken while the groups were joined: who has no seat hears nothing.
        if (view.Error is { } refused && refused.Rejection.Is(SeatCommands.Elsewhere))
            await HearNoMore(consult);
        return view;
    }

    private async Task HearNoMore(Guid consult)
    {
        visits.Forget(Context.ConnectionId, consult);
        await Groups.RemoveFromGroupAsync(Context.ConnectionId, ConsultAudience.Consult(Me.Tenant, consult));
        await Groups.RemoveFromGroupAsync(Context.ConnectionId, ConsultAudience.Seat(consult, Me.PersonId));
        await Groups.RemoveFromGroupAsync(Context.ConnectionId, ConsultAudience.Guests(Me.Tenant, consult));
    }

    private Task<Reply<ConsultCard>> Run(Guid consult, Guid commandId, ActorKind kind, ConsultCommand command) =>
        commands.ChangeCard(Me.As(kind, commandId), consult, command, Gone);

    /// <summary>Who is in it, a guest learns by being let in.</summary>
    private async Task<IReadOnlyList<ConsultCard>> GuestsConsult(ConsultId only) =>
        await queries.Card(Me.Tenant, only.Value, Gone) is not { } card ? []
        : visits.Holds(Me, only.Value, Context.ConnectionId) ? [ConsultAudience.ForGuests(card)]
        : [ConsultAudience.AtTheDoor(card)];

    private static ActorKind KindOf(Caller caller) =>
        caller.GuestOfConsult() is not null ? ActorKind.Guest : caller.Is(Roles.Clinician) ? ActorKind.Clinician : ActorKind.Patient;

    private string UrlOf(string token)
    {
        // In the fragment, which browsers do not send: the secret never reaches a log.
        var request = Context.GetHttpContext()?.Request;
        return request is null ? $"/guest/#{token}" : $"{PublicAddress.Of(request)}/guest/#{token}";
    }
}
