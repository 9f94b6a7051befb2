using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.Consults;

/// <summary>Who has received and read a line, who writes, and what is left of a line that was withdrawn.</summary>
public sealed class ChatTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task What_a_page_received_and_what_its_person_read_are_told_to_the_other_and_outlast_the_connection()
    {
        await using var meeting = await Meeting.Begin(Host);
        var said = await Say(meeting.Patient, meeting, "It itches");

        await meeting.Clinician.Ask<Done>("MarkMessages", new MessagesSeen(meeting.Consult, said.Sequence, 0));
        await Marked(meeting.Patient, mark => mark == new ChatMark(DemoPeople.Chloe.Id, said.Sequence, 0));
        await meeting.Clinician.Ask<Done>("MarkMessages", new MessagesSeen(meeting.Consult, 0, said.Sequence));
        await Marked(meeting.Patient, mark => mark == new ChatMark(DemoPeople.Chloe.Id, said.Sequence, said.Sequence));

        await meeting.Patient.DisposeAsync();
        await using var back = await Host.Connect("consult", DemoPeople.Ana);
        var view = await back.Ask<ConsultView>("Enter", meeting.Consult, 0);
        Assert.Equal([new ChatMark(DemoPeople.Chloe.Id, said.Sequence, said.Sequence)], view.Marks);
    }

    [Fact]
    public async Task A_mark_never_goes_back()
    {
        await using var meeting = await Meeting.Begin(Host);
        var first = await Say(meeting.Patient, meeting, "One");
        var second = await Say(meeting.Patient, meeting, "Two");
        await meeting.Clinician.Ask<Done>("MarkMessages", new MessagesSeen(meeting.Consult, 0, second.Sequence));
        await Marked(meeting.Patient, mark => mark.Read == second.Sequence);

        await meeting.Clinician.Ask<Done>("MarkMessages", new MessagesSeen(meeting.Consult, first.Sequence, first.Sequence));
        // A later mark of somebody else shows that the earlier one has been dealt with.
        await meeting.Patient.Ask<Done>("MarkMessages", new MessagesSeen(meeting.Consult, second.Sequence, 0));
        await Marked(meeting.Clinician, mark => mark.ParticipantId == DemoPeople.Ana.Id);

        var view = await meeting.Patient.Ask<ConsultView>("Enter", meeting.Consult, 0);
        Assert.Contains(new ChatMark(DemoPeople.Chloe.Id, second.Sequence, second.Sequence), view.Marks);
    }

    [Fact]
    public async Task A_number_that_is_no_line_of_this_consult_is_neither_marked_nor_withdrawn()
    {
        await using var other = await Meeting.Begin(Host);
        await Say(other.Patient, other, "One");
        await Say(other.Patient, other, "Two");
        var elsewhere = await Say(other.Patient, other, "Three");
        await other.Clinician.Ask<ConsultCard>("End", new OfConsult(Guid.NewGuid(), other.Consult));
        await using var meeting = await Meeting.Begin(Host);

        foreach (var number in (long[])[-1, 1, elsewhere.Sequence, long.MaxValue, long.MinValue])
        {
            Assert.Equal(
                "chat.not_found", await meeting.Patient.Refused("MarkMessages", new MessagesSeen(meeting.Consult, number, 0)));
            Assert.Equal(
                "chat.not_found", await meeting.Patient.Refused("MarkMessages", new MessagesSeen(meeting.Consult, 0, number)));
            Assert.Equal(
                "chat.not_found",
                await meeting.Clinician.Refused("WithdrawMessage", new MessageWithdrawal(Guid.NewGuid(), meeting.Consult, number)));
        }

        Assert.Equal(
            "consult.not_seated",
            await meeting.Patient.Refused("MarkMessages", new MessagesSeen(other.Consult, elsewhere.Sequence, 0)));
        await using var stranger = await Host.Connect("consult", DemoPeople.Ben);
        var said = await Say(meeting.Patient, meeting, "Ours");
        Assert.Equal(
            "consult.not_seated", await stranger.Refused("MarkMessages", new MessagesSeen(meeting.Consult, said.Sequence, 0)));
        Assert.Equal(
            "consult.not_found",
            await stranger.Refused("WithdrawMessage", new MessageWithdrawal(Guid.NewGuid(), meeting.Consult, said.Sequence)));
        Assert.Equal("consult.not_seated", await stranger.Refused("Typing", meeting.Consult));
    }

    [Fact]
    public async Task A_withdrawn_line_is_gone_from_the_room_from_the_table_and_for_whoever_was_away()
    {
        await using var meeting = await Meeting.Begin(Host);
        var said = await Say(meeting.Patient, meeting, "My sister's diagnosis");
        var after = await Say(meeting.Clinician, meeting, "I see");
        await meeting.Clinician.DisposeAsync();
        var withdraw = new MessageWithdrawal(Guid.NewGuid(), meeting.Consult, said.Sequence);

        var left = await meeting.Patient.Ask<ChatMessage>("WithdrawMessage", withdraw);

        Assert.Equal((said.Sequence, ChatRules.Withdrawn, DemoPeople.Ana.Id), (left.Sequence, left.Text, left.WithdrawnBy));
        Assert.Equal(left, await meeting.Patient.Ask<ChatMessage>("WithdrawMessage", withdraw));
        await meeting.Patient.Hear<ChatMessage>("MessageSaid", message => message == left);
        // The other knew both lines: only what came later was asked for.
        await using var back = await Host.Connect("consult", DemoPeople.Chloe);
        var view = await back.Ask<ConsultView>("Enter", meeting.Consult, after.Sequence);
        Assert.Equal([left], view.Messages);
        Assert.DoesNotContain("My sister's diagnosis", await TextsOf(meeting.Consult));
    }

    [Fact]
    public async Task The_clinician_removes_any_line_and_the_patient_only_an_own_one_and_nobody_after_the_end()
    {
        await using var meeting = await Meeting.Begin(Host);
        var theirs = await Say(meeting.Clinician, meeting, "Since when?");
        var mine = await Say(meeting.Patient, meeting, "Since Monday");

        Assert.Equal("chat.not_yours", await Withdraw(meeting.Patient, meeting, theirs));
        var left = await meeting.Clinician.Ask<ChatMessage>(
            "WithdrawMessage", new MessageWithdrawal(Guid.NewGuid(), meeting.Consult, mine.Sequence));

        Assert.Equal((DemoPeople.Ana.Id, DemoPeople.Chloe.Id), (left.From, left.WithdrawnBy));
        await meeting.Patient.Hear<ChatMessage>("MessageSaid", message => message == left);
        await meeting.Clinician.Ask<ConsultCard>("End", new OfConsult(Guid.NewGuid(), meeting.Consult));
        Assert.Equal("consult.not_running", await Withdraw(meeting.Clinician, meeting, theirs));
    }

    [Fact]
    public async Task A_guest_learns_nothing_of_lines_from_before_it_came_neither_their_marks_nor_that_one_was_withdrawn()
    {
        await using var meeting = await Meeting.Begin(Host);
        var before = await Say(meeting.Patient, meeting, "Between us");
        var other = await Say(meeting.Patient, meeting, "This too");
        await meeting.Clinician.Ask<Done>("MarkMessages", new MessagesSeen(meeting.Consult, 0, before.Sequence));
        await Marked(meeting.Patient, mark => mark.Read == before.Sequence);
        await using var guest = await RoomGuest.Come(Host, meeting, ParticipantRole.Interpreter, "Iris");
        var view = await guest.Page.Ask<ConsultView>("Enter", meeting.Consult, 0);
        Assert.Empty(view.Messages);
        Assert.Empty(view.Marks);
        var seat = await meeting.Patient.Hear<ParticipantView>("PresenceChanged", one => one.Id == guest.Id);
        Assert.True(seat.ReadsAfter > other.Sequence);

        await meeting.Clinician.Ask<Done>("MarkMessages", new MessagesSeen(meeting.Consult, 0, other.Sequence));
        await Marked(meeting.Patient, mark => mark.Read == other.Sequence);
        Assert.Null(await Withdraw(meeting.Patient, meeting, before));
        Assert.Equal("chat.not_found", await guest.Page.Refused("MarkMessages", new MessagesSeen(meeting.Consult, before.Sequence, 0)));
        Assert.Equal("chat.not_found", await Withdraw(guest.Page, meeting, other));
        var now = await Say(meeting.Patient, meeting, "Good morning");
        await guest.Page.Hear<ChatMessage>("MessageSaid", message => message.Sequence == now.Sequence);
        await meeting.Clinician.Ask<Done>("MarkMessages", new MessagesSeen(meeting.Consult, now.Sequence, 0));
        await Marked(guest.Page, mark => mark == new ChatMark(DemoPeople.Chloe.Id, now.Sequence, 0));

        Assert.Equal([now.Sequence], guest.Page.Heard<ChatMessage>("MessageSaid").Select(message => message.Sequence));
        var again = await guest.Page.Ask<ConsultView>("Enter", meeting.Consult, 0);
        Assert.Equal([now], again.Messages);
        Assert.Equal([new ChatMark(DemoPeople.Chloe.Id, now.Sequence, 0)], again.Marks);
    }

    [Fact]
    public async Task Typing_is_told_to_the_others_at_most_every_two_seconds_whatever_is_sent_and_is_kept_nowhere()
    {
        await using var meeting = await Meeting.Begin(Host);
        await using var outside = await Host.Connect("consult", DemoPeople.David);
        await outside.Ask<WaitingRoom>("WatchWaitingRoom");
        var events = await EventsOf(meeting.Consult);
        var began = Host.Time.GetUtcNow();

        for (var call = 0; call < 10_000; call++)
            await meeting.Patient.Ask<Done>("Typing", meeting.Consult);

        await meeting.Clinician.Hear<Guid>("Typing", who => who == DemoPeople.Ana.Id);
        // A line that comes after them shows that all that was told of them has arrived.
        var said = await Say(meeting.Patient, meeting, "That was all");
        await meeting.Clinician.Hear<ChatMessage>("MessageSaid", message => message.Sequence == said.Sequence);
        var most = 1 + ((Host.Time.GetUtcNow() - began) / ChatRules.TypingEvery);
        Assert.InRange(meeting.Clinician.Heard<Guid>("Typing").Count, 1, most);
        Assert.Empty(meeting.Patient.Heard<Guid>("Typing"));
        Assert.Empty(outside.Heard<Guid>("Typing"));
        Assert.Equal(events + 1, await EventsOf(meeting.Consult));
    }

    private static Task<ChatMessage> Say(LiveClient page, Meeting meeting, string text) =>
        page.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, text));

    /// <summary>Why it was refused; null when it was done.</summary>
    private static async Task<string?> Withdraw(LiveClient page, Meeting meeting, ChatMessage message)
    {
        try
        {
            await page.Ask<ChatMessage>("WithdrawMessage", new MessageWithdrawal(Guid.NewGuid(), meeting.Consult, message.Sequence));
            return null;
        }
        catch (Telehealth.Testing.Hubs.HubRefusedException refused)
        {
            return refused.Code;
        }
    }

    private static Task<IReadOnlyList<ChatMark>> Marked(LiveClient page, Func<ChatMark, bool> wanted) =>
        page.Hear<IReadOnlyList<ChatMark>>("MessagesMarked", marks => marks.Any(wanted));

    private Task<IReadOnlyList<string>> TextsOf(Guid consult) => Host.Rows(
        "select text from consults.consult_message where tenant = $1 and consult_id = $2", row => row.GetString(0), Host.Tenant.Value, consult);

    private async Task<long> EventsOf(Guid consult) => Assert.Single(
        await Host.Rows(
            "select count(*) from event_store.event where tenant = $1 and stream_id = $2", row => row.GetInt64(0), Host.Tenant.Value,
            consult));
}
