using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.Consults;

/// <summary>A long chat comes a page at a time: the newest with the seat, what stands before it when it is asked for.</summary>
public sealed class EarlierMessagesTests(ServerHost host) : LiveTest(host)
{
    private const int Page = ChatRules.MostLinesAtOnce;

    [Fact]
    public async Task Whoever_enters_gets_as_many_lines_as_a_page_holds_and_the_others_before_them_in_order()
    {
        await using var meeting = await Meeting.Begin(Host);
        var said = await Write(meeting, Page);
        var whole = await Enter(meeting.Patient, meeting);
        Assert.Equal(said, whole.Messages);
        Assert.False(whole.HasEarlier);
        said.AddRange(await Write(meeting, Page + 1));

        var view = await Enter(meeting.Patient, meeting);
        Assert.Equal(said[^Page..], view.Messages);
        Assert.True(view.HasEarlier);
        var before = await Earlier(meeting.Patient, meeting, view.Messages[0].Sequence);
        Assert.Equal(said[^(2 * Page)..^Page], before.Messages);
        Assert.True(before.HasEarlier);
        var first = await Earlier(meeting.Patient, meeting, before.Messages[0].Sequence);
        Assert.Equal(said[..1], first.Messages);
        Assert.False(first.HasEarlier);
        Assert.Equal(said[1..(Page + 1)], (await Earlier(meeting.Patient, meeting, said[Page + 1].Sequence)).Messages);
        foreach (var nothing in (long[])[said[0].Sequence, 0, -1, long.MinValue])
            Assert.Equal((0, false), await CountOf(meeting.Patient, meeting, nothing));
    }

    [Fact]
    public async Task A_page_that_was_away_for_long_gets_the_newest_and_one_that_missed_as_many_as_a_page_holds_gets_all()
    {
        await using var meeting = await Meeting.Begin(Host);
        var said = await Write(meeting, Page + 2);

        var few = await Enter(meeting.Patient, meeting, after: said[1].Sequence);
        Assert.Equal(said[2..], few.Messages);
        Assert.False(few.HasEarlier);
        var many = await Enter(meeting.Patient, meeting, after: said[0].Sequence);
        Assert.Equal(said[2..], many.Messages);
        Assert.True(many.HasEarlier);
    }

    [Fact]
    public async Task A_line_that_was_withdrawn_comes_with_the_seat_while_it_fits_and_as_a_tombstone_with_its_page()
    {
        await using var meeting = await Meeting.Begin(Host);
        var said = await Write(meeting, Page + 10);
        var left = await meeting.Clinician.Ask<ChatMessage>(
            "WithdrawMessage", new MessageWithdrawal(Guid.NewGuid(), meeting.Consult, said[3].Sequence));

        var view = await Enter(meeting.Patient, meeting);
        Assert.DoesNotContain(left, view.Messages);
        Assert.Equal(said[10].Sequence, view.Messages[0].Sequence);
        Assert.Equal([left, said[^1]], (await Enter(meeting.Patient, meeting, after: said[^2].Sequence)).Messages);
        var before = await Earlier(meeting.Patient, meeting, view.Messages[0].Sequence);
        Assert.Equal([.. said[..3], left, .. said[4..10]], before.Messages);
    }

    [Fact]
    public async Task A_guest_is_shown_nothing_from_before_they_sat_down_however_far_back_they_ask()
    {
        await using var meeting = await Meeting.Begin(Host);
        var between = await Write(meeting, 5);
        await using var guest = await RoomGuest.Come(Host, meeting, ParticipantRole.Interpreter, "Iris");
        Assert.Equal(
            "consult.not_seated", await guest.Page.Refused("EarlierMessages", meeting.Consult, between[^1].Sequence));
        await Enter(guest.Page, meeting);
        var shared = await Write(meeting, Page + 3);

        var view = await Enter(guest.Page, meeting);
        Assert.Equal(shared[^Page..], view.Messages);
        Assert.True(view.HasEarlier);
        var earlier = await Earlier(guest.Page, meeting, view.Messages[0].Sequence);
        Assert.Equal(shared[..3], earlier.Messages);
        Assert.False(earlier.HasEarlier);
        Assert.Equal((0, false), await CountOf(guest.Page, meeting, shared[0].Sequence));
        Assert.Equal((0, false), await CountOf(guest.Page, meeting, between[^1].Sequence));
        Assert.Equal((Page, true), await CountOf(guest.Page, meeting, long.MaxValue));
    }

    [Fact]
    public async Task Whoever_has_no_seat_here_reads_nothing()
    {
        await using var meeting = await Meeting.Begin(Host);
        var said = await Write(meeting, 2);
        await using var stranger = await Host.Connect("consult", DemoPeople.Ben);
        await using var colleague = await Host.Connect("consult", DemoPeople.David);
        await using var secondPage = await Host.Connect("consult", DemoPeople.Ana);

        foreach (var page in (LiveClient[])[stranger, colleague, secondPage])
        {
            Assert.Equal("consult.not_seated", await page.Refused("EarlierMessages", meeting.Consult, said[1].Sequence));
            Assert.Equal("consult.not_seated", await page.Refused("EarlierMessages", Guid.NewGuid(), said[1].Sequence));
        }

        await meeting.Clinician.Ask<ConsultCard>("End", new OfConsult(Guid.NewGuid(), meeting.Consult));
        Assert.Equal("consult.not_seated", await meeting.Patient.Refused("EarlierMessages", meeting.Consult, said[1].Sequence));
    }

    private static Task<ConsultView> Enter(LiveClient page, Meeting meeting, long after = 0) =>
        page.Ask<ConsultView>("Enter", meeting.Consult, after);

    private static Task<ChatPage> Earlier(LiveClient page, Meeting meeting, long before) =>
        page.Ask<ChatPage>("EarlierMessages", meeting.Consult, before);

    private static async Task<(int Count, bool HasEarlier)> CountOf(LiveClient page, Meeting meeting, long before)
    {
        var earlier = await Earlier(page, meeting, before);
        return (earlier.Messages.Count, earlier.HasEarlier);
    }

    private static async Task<List<ChatMessage>> Write(Meeting meeting, int lines)
    {
        var said = new List<ChatMessage>();
        for (var line = 1; line <= lines; line++)
            said.Add(await meeting.Clinician.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, $"Line {line}")));
        return said;
    }
}

/// <summary>A server that gives one person two costly answers a second, and twenty at once.</summary>
public sealed class SparingServer : IAsyncLifetime
{
    internal const int CostlyAtOnce = 20;

    internal ServerHost Host { get; } = new() { Settings = new Dictionary<string, string?> { ["Access:CostlyPerSecond"] = "2" } };

    public ValueTask InitializeAsync() => Host.InitializeAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>Who asks for whole pages of a chat again and again.</summary>
public sealed class CostlyChatTests(SparingServer server) : IClassFixture<SparingServer>
{
    [Fact]
    public async Task Whoever_asks_for_more_pages_than_anybody_reads_is_told_to_wait_and_nobody_else_is_and_help_goes_on()
    {
        await using var meeting = await Meeting.Begin(server.Host);
        var said = await meeting.Patient.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "It itches"));

        await RefusedInTheEnd(() => meeting.Patient.Ask<ChatPage>("EarlierMessages", meeting.Consult, said.Sequence));

        await meeting.Clinician.Ask<ChatPage>("EarlierMessages", meeting.Consult, said.Sequence);
        await meeting.Patient.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "Still here"));
    }

    /// <summary>Within so many that the budget could not have grown by as much meanwhile.</summary>
    private static async Task RefusedInTheEnd(Func<Task> ask)
    {
        for (var time = 0; time < 100 * SparingServer.CostlyAtOnce; time++)
        {
            try
            {
                await ask();
            }
            catch (Telehealth.Testing.Hubs.HubRefusedException refused)
            {
                Assert.Equal("request.too_many", refused.Code);
                return;
            }
        }

        Assert.Fail("It was never too much.");
    }
}
