using System.Text.RegularExpressions;
using StackExchange.Redis;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.Live;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;
using Telehealth.Testing.Nodes;

namespace Telehealth.Server.Tests.Consults;

/// <summary>A visit over two nodes that tell each other by Redis what is kept nowhere. What is stored has nothing to do with it.</summary>
public sealed partial class RoomOverRedisTests : IAsyncLifetime
{
    private RedisProcess? _redis;
    private ServerHost? _home;
    private ServerHost.SecondNode? _other;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisProcess.Start();
        _home = new ServerHost
        {
            Settings = new Dictionary<string, string?> { ["Media:Threads"] = "1", ["Cluster:Redis"] = _redis.Address },
        };
        await _home.InitializeAsync();
        _other = await _home.AddNode();
        await Eventually.True(
            () => _home.Get<RedisGroups<ConsultHub>>().ReachesAll && _other.Get<RedisGroups<ConsultHub>>().ReachesAll,
            "the nodes hear each other by Redis");
    }

    public async ValueTask DisposeAsync()
    {
        _redis!.GoOn();
        await _other!.DisposeAsync();
        await _home!.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Chat_presence_and_new_pages_go_on_while_Redis_hangs_and_when_it_is_gone()
    {
        await using var meeting = await Meet();
        await meeting.Patient.Ask<Done>("ShowMedia", meeting.Consult, new MediaState(Microphone: true, Camera: false, Screen: false));
        await meeting.Clinician.Hear<ParticipantView>("PresenceChanged", one => one.Media.Microphone);

        _redis!.Stop();
        await Say(meeting, "Redis hangs");
        await meeting.Patient.Ask<Done>("ShowMedia", meeting.Consult, new MediaState(Microphone: true, Camera: true, Screen: false));
        await meeting.Clinician.Hear<ParticipantView>("PresenceChanged", one => one.Media.Camera);
        await using var again = await ConnectToOther();
        await again.Ask<ConsultView>("Enter", meeting.Consult, 0);

        await _redis.Kill();
        var said = await meeting.Patient.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "Redis is gone"));
        await again.Hear<ChatMessage>("MessageSaid", message => message == said);
        await meeting.Patient.Ask<Done>("ShowMedia", meeting.Consult, new MediaState(Microphone: true, Camera: true, Screen: true));
        await again.Hear<ParticipantView>("PresenceChanged", one => one.Media.Screen);
        Assert.Single(again.Heard<ChatMessage>("MessageSaid"), message => message == said);
    }

    [Fact]
    public async Task In_the_names_of_Redis_stand_ids_alone_and_nothing_is_stored_there()
    {
        await using var meeting = await Meet();
        await Say(meeting, "A secret");

        await using var connection = await ConnectionMultiplexer.ConnectAsync(_redis!.Address);
        var server = connection.GetServer(_redis.Address);
        var channels = (await server.SubscriptionChannelsAsync()).Select(channel => channel.ToString())
            .Where(channel => channel.StartsWith("telehealth", StringComparison.Ordinal)).ToList();

        Assert.Contains(channels, channel => channel.Contains($":group:wide:consult:", StringComparison.Ordinal));
        Assert.All(channels, channel => Assert.Matches(Channel(), channel));
        Assert.Equal(0, await server.DatabaseSizeAsync());
    }

    /// <summary>What is told while both ways are broken is told once more.</summary>
    [Fact]
    public async Task Presence_that_was_lost_on_the_way_is_told_again()
    {
        await using var meeting = await Meet();
        var seat = new SeatKey(_home!.Tenant, meeting.Consult, DemoPeople.Ana.Id);
        var before = meeting.Clinician.Heard<ParticipantView>("PresenceChanged").Count;

        // Nobody was told.
        Assert.NotNull(_home.Get<SeatTracks>().Show(
            seat, ConnectionOf(seat), new MediaState(Microphone: true, Camera: false, Screen: true)));

        await meeting.Clinician.Hear<ParticipantView>("PresenceChanged", one => one.Id == DemoPeople.Ana.Id && one.Media.Screen);
        Assert.True(meeting.Clinician.Heard<ParticipantView>("PresenceChanged").Count > before);
    }

    private string ConnectionOf(SeatKey seat) => _home!.Get<SeatedPages>().All().Single(page => page.Seat == seat).Connection;

    private static async Task Say(Meeting meeting, string text)
    {
        var said = await meeting.Clinician.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, text));
        await meeting.Patient.Hear<ChatMessage>("MessageSaid", message => message == said);
        await meeting.Clinician.Hear<ChatMessage>("MessageSaid", message => message == said);
        Assert.Single(meeting.Patient.Heard<ChatMessage>("MessageSaid"), message => message == said);
    }

    private async Task<LiveClient> ConnectToOther() =>
        await ServerHost.Connect(_other!.Address, "consult", await _home!.TokenOf(DemoPeople.Chloe));

    private async Task<Meeting> Meet()
    {
        var patient = await _home!.Connect("consult", DemoPeople.Ana);
        var clinician = await ConnectToOther();
        var asked = await patient.Ask<ConsultCard>("Ask", new ConsultRequest(Guid.NewGuid(), "A cough"));
        await clinician.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), asked.Id));
        await patient.Ask<ConsultView>("Enter", asked.Id, 0);
        await clinician.Ask<ConsultView>("Enter", asked.Id, 0);
        return new Meeting(asked.Id, patient, clinician);
    }

    [GeneratedRegex(
        "^telehealth-[0-9a-f]{16}:(__Booksleeve_MasterChanged|[A-Za-z.]+ConsultHub:"
        + "(all|internal:[A-Za-z0-9_:.-]+|connection:[0-9A-Za-z.:@-]+|group:wide:(nodes|(consult|seat):[0-9a-f-]{36}:[0-9a-f-]{36})))$")]
    private static partial Regex Channel();
}
