using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Visits.Consults;

/// <summary>Writing to the others, taking it back, and telling them how far one has read and that one writes.</summary>
internal sealed class ChatCommands(
    ConsultEntity consults, ConsultQueries queries, ConsultSeats seats, ChatMarks marks, ConsultAudience audience)
{
    public async Task<Reply<ChatMessage>> Say(Caller caller, ActorKind kind, NewMessage say, CancellationToken ct)
    {
        if (!IsOf(caller, say.ConsultId))
            return ConsultRules.NotFound;
        var command = new ConsultCommand.Say(new ParticipantId(caller.PersonId), say.Text);
        if ((await consults.Execute(caller.As(kind, say.CommandId), say.ConsultId, command, ct)).Refusal is { } refusal)
            return refusal;
        var said = await queries.MessageOf(caller.Tenant, say.ConsultId, caller.PersonId, say.CommandId, ct);
        return said is null ? ConsultRules.NotFound : said;
    }

    public async Task<Reply<ChatMessage>> Withdraw(Caller caller, ActorKind kind, MessageWithdrawal withdrawal, CancellationToken ct)
    {
        if (!IsOf(caller, withdrawal.ConsultId))
            return ConsultRules.NotFound;
        var command = new ConsultCommand.WithdrawMessage(new ParticipantId(caller.PersonId), withdrawal.Sequence);
        if ((await consults.Execute(caller.As(kind, withdrawal.CommandId), withdrawal.ConsultId, command, ct)).Refusal is { } refusal)
            return refusal;
        var left = await queries.Message(caller.Tenant, withdrawal.ConsultId, withdrawal.Sequence, ct);
        return left is null ? ChatRules.MessageNotFound : left;
    }

    /// <summary>What stands before this line, for whoever has the chat before them: by their seat.</summary>
    public async Task<Reply<ChatPage>> Earlier(Caller caller, Guid consult, long before, string connection, CancellationToken ct)
    {
        if (!seats.Holds(new SeatKey(caller.Tenant, consult, caller.PersonId), connection))
            return SeatCommands.NotSeated;
        var readsAfter = await queries.ReadsAfter(caller, ct);
        return await queries.MessagesBefore(caller.Tenant, consult, before, readsAfter, ct);
    }

    /// <summary>The others hear of it within a second, and only when it went forward.</summary>
    public async Task<Reply<Done>> Mark(Caller caller, MessagesSeen seen, string connection, CancellationToken ct)
    {
        var key = new SeatKey(caller.Tenant, seen.ConsultId, caller.PersonId);
        if (!seats.Holds(key, connection))
            return SeatCommands.NotSeated;
        var (state, _) = await consults.Load(key.Tenant, key.Consult, ct);
        if (state is not Consult.InProgress running)
            return ConsultRules.NotRunning;
        var reader = new ParticipantId(key.Participant);
        foreach (var number in (long[])[seen.Delivered, seen.Read])
        {
            if (number != 0 && !ChatRules.IsFor(reader, number, running))
                return ChatRules.MessageNotFound;
        }

        marks.Note(key, seen.Delivered, seen.Read);
        return Done.Value;
    }

    /// <summary>Told on and kept nowhere; what comes sooner than it is told again is left out.</summary>
    public async Task<Reply<Done>> Type(Caller caller, Guid consult, string connection)
    {
        var key = new SeatKey(caller.Tenant, consult, caller.PersonId);
        if (seats.Types(key, connection, ChatRules.TypingEvery) is not { } isNews)
            return SeatCommands.NotSeated;
        if (isNews)
            await audience.Types(key, connection);
        return Done.Value;
    }

    /// <summary>A guest has one consult. Whose the others are, the rules of the consult decide.</summary>
    private static bool IsOf(Caller caller, Guid consult) => caller.GuestOfConsult() is not { } only || only.Value == consult;
}
