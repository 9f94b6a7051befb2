using Telehealth.Domain.Deciding;
using static Telehealth.Domain.Visits.Consults.ConsultEvent;

namespace Telehealth.Domain.Visits.Consults;

/// <summary>Who writes in a consult, who takes back what was written, and who it is for.</summary>
public static class ChatRules
{
    /// <summary>What stands in the place of a line that was withdrawn, wherever the chat is read.</summary>
    public const string Withdrawn = "Message removed";

    /// <summary>So many lines are given at once: whoever wants those before them asks again.</summary>
    public const int MostLinesAtOnce = 100;

    /// <summary>Between two times that the others are told of one who goes on writing.</summary>
    public static readonly TimeSpan TypingEvery = TimeSpan.FromSeconds(2);

    /// <summary>Also for a line that was said before a guest came, of which the guest must not learn.</summary>
    public static readonly Rejection MessageNotFound = Rejection.NotFound(
        "chat.not_found", "This message does not exist in this consult.");

    private static readonly Rejection NotYours = new(
        RejectionKind.Forbidden, "chat.not_yours", "Only who wrote a message, or the doctor, can remove it.");

    private static readonly Rejection MessageEmpty = Rejection.Invalid("chat.empty", "Write something first.");

    private static readonly Rejection MessageTooLong = Rejection.Invalid(
        "chat.too_long", $"A message has at most {ConsultRules.MaxMessage} characters.");

    private static readonly Rejection ChatFull = Rejection.NotNow("chat.full", "This chat is full.");

    /// <summary>The number after which a participant reads: that of a guest's sitting down, and 0 for patient and clinician.</summary>
    public static long ReadsAfter(ParticipantId participant, Consult.InProgress running) =>
        running.Guests.TryGetValue(participant, out var guest) ? guest.JoinedAt : 0;

    /// <summary>Whether the line was said in this consult, and to this participant.</summary>
    public static bool IsFor(ParticipantId participant, long number, Consult.InProgress running) =>
        running.Messages.ContainsKey(number) && number > ReadsAfter(participant, running);

    internal static Decision<ConsultEvent> Say(ConsultCommand.Say say, Consult consult, DateTimeOffset now)
    {
        if (consult is not Consult.InProgress running)
        {
            return ConsultRules.NotRunningFor(say.From, consult);
        }

        return say switch
        {
            _ when NoSeat(say.From, running, now) is { } refusal => refusal,
            _ when string.IsNullOrWhiteSpace(say.Text) => MessageEmpty,
            _ when say.Text.Length > ConsultRules.MaxMessage => MessageTooLong,
            _ when running.Messages.Count >= ConsultRules.MaxMessages => ChatFull,
            _ => new MessageSaid(say.From, say.Text.Trim(), now),
        };
    }

    internal static Decision<ConsultEvent> Withdraw(ConsultCommand.WithdrawMessage withdraw, Consult consult, DateTimeOffset now)
    {
        if (consult is not Consult.InProgress running)
        {
            return ConsultRules.NotRunningFor(withdraw.By, consult);
        }

        if (NoSeat(withdraw.By, running, now) is { } refusal)
        {
            return refusal;
        }

        if (!IsFor(withdraw.By, withdraw.Number, running))
        {
            return MessageNotFound;
        }

        var message = running.Messages[withdraw.Number];
        return message switch
        {
            _ when message.From != withdraw.By && running.Clinician.Value != withdraw.By.Value => NotYours,
            { IsWithdrawn: true } => Decision.Nothing<ConsultEvent>(),
            _ => new MessageWithdrawn(withdraw.Number, withdraw.By, now),
        };
    }

    private static Rejection? NoSeat(ParticipantId who, Consult.InProgress running, DateTimeOffset now) =>
        ConsultRules.RoleOf(who, running, now) is null ? ConsultRules.NotFound
        : running.Seated.Contains(who) ? null
        : ConsultRules.NotSeated;
}
