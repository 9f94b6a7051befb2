using System.Collections.Concurrent;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.People;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.People;

/// <summary>People with devices at two nodes. That somebody did not go is certain when somebody else who left no later has gone.</summary>
public sealed class PeopleNodesTests(PeopleNodes nodes) : IClassFixture<PeopleNodes>, IAsyncLifetime
{
    private readonly ConcurrentQueue<(Guid Person, PersonPresence Presence)> _told = new();
    private IDisposable? _listening;

    public async ValueTask InitializeAsync()
    {
        await nodes.Home.Clear();
        foreach (var person in new[] { DemoPeople.Ana, DemoPeople.Ben })
            await Eventually.True(async () => await Of(person) is { IsHere: false }, "nobody is left of the test before");
        _listening = nodes.Home.Get<IClusterBus>().Subscribe(PeopleNews.Presence, payload =>
        {
            if (PeopleNews.ReadPresence(payload.Span) is { } news)
                _told.Enqueue((news.Person.Person, news.Presence));
        });
    }

    public ValueTask DisposeAsync()
    {
        _listening!.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Somebody_is_there_until_the_last_device_has_gone_at_whatever_node()
    {
        await using var phone = await nodes.AtHome(DemoPeople.Ana);
        await using var desk = await nodes.AtOther(DemoPeople.Ana);
        await using var ben = await nodes.AtHome(DemoPeople.Ben);
        await Came(DemoPeople.Ana, DemoPeople.Ben);

        await phone.DisposeAsync();
        await ben.DisposeAsync();
        await Went(DemoPeople.Ben);
        Assert.DoesNotContain(_told, news => news.Person == DemoPeople.Ana.Id && !news.Presence.IsHere);
        var left = DateTimeOffset.UtcNow;
        await desk.DisposeAsync();

        var gone = await Went(DemoPeople.Ana);
        Assert.InRange(gone.LastSeen!.Value, left.AddSeconds(-1), DateTimeOffset.UtcNow - PeopleNodes.Grace);
        Assert.Equal(gone.LastSeen.Value, (await Known(DemoPeople.Ana)).LastSeen!.Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_phone_that_changes_its_network_is_not_told_as_gone()
    {
        await using var phone = await nodes.AtHome(DemoPeople.Ana);
        await using var ben = await nodes.AtHome(DemoPeople.Ben);
        await Came(DemoPeople.Ana, DemoPeople.Ben);

        var token = await nodes.Home.TokenOf(DemoPeople.Ana);

        await phone.DisposeAsync();
        await using var again = await ServerHost.Connect(nodes.Other.Address, "consult", token);
        await ben.DisposeAsync();

        await Went(DemoPeople.Ben);
        Assert.DoesNotContain(_told, news => news.Person == DemoPeople.Ana.Id);
        Assert.True((await Known(DemoPeople.Ana)).IsHere);
    }

    [Fact]
    public async Task Who_is_signed_out_at_one_node_is_gone_from_the_other_at_once()
    {
        await using var ana = await nodes.AtOther(DemoPeople.Ana);
        await using var ben = await nodes.AtHome(DemoPeople.Ben);
        await Came(DemoPeople.Ana, DemoPeople.Ben);

        await ben.DisposeAsync();
        await Eventually.True(() => nodes.Home.Get<ConnectionRegistry>().Count == 0, "Ben has left");
        await nodes.Home.Get<Revocations>().EndSessionsOf(nodes.Home.Tenant, DemoPeople.Ana.Id, CancellationToken.None);

        await Went(DemoPeople.Ben);
        Guid[] both = [DemoPeople.Ana.Id, DemoPeople.Ben.Id];
        Assert.Equal(both, _told.Where(news => !news.Presence.IsHere && both.Contains(news.Person)).Select(news => news.Person));
    }

    [Fact]
    public async Task When_the_node_that_knew_is_stopped_the_others_say_when_somebody_was_last_seen()
    {
        DateTimeOffset left;
        await using (var third = await nodes.Home.AddNode())
        {
            await using var ana = await nodes.At(third.Address, DemoPeople.Ana);
            await Came(DemoPeople.Ana);
            left = DateTimeOffset.UtcNow;
        }

        await Eventually.True(async () => await Of(DemoPeople.Ana) is { IsHere: false }, "Ana is gone");
        var seen = (await Known(DemoPeople.Ana)).LastSeen!.Value;
        Assert.InRange(seen, left - PeopleNodes.WriteEvery, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task A_clinician_at_another_node_is_told_of_patients_who_wait_are_booked_for_soon_or_are_theirs_and_nobody_else_of_theirs()
    {
        await using var chloe = await nodes.AtOther(DemoPeople.Chloe);
        await using var david = await nodes.AtOther(DemoPeople.David);
        await chloe.Ask<WaitingRoom>("WatchWaitingRoom");
        await david.Ask<WaitingRoom>("WatchWaitingRoom");
        await using var ana = await nodes.AtHome(DemoPeople.Ana);
        await using var ben = await nodes.AtHome(DemoPeople.Ben);
        await Came(DemoPeople.Ana, DemoPeople.Ben);
        var soon = await Booked(chloe, DemoPeople.Ana, TimeSpan.FromMinutes(30));
        var later = await Booked(chloe, DemoPeople.Ana, TimeSpan.FromHours(5));
        var waits = (await ben.Ask<ConsultCard>("Ask", new ConsultRequest(Guid.NewGuid(), "A cough"))).Id;

        await Here(chloe, soon);
        await Here(chloe, waits);
        await Here(david, waits);
        await chloe.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), waits));
        await chloe.Hear<ConsultCard>("ConsultChanged", card => card.Id == waits && card.Phase == ConsultPhase.InProgress);
        await ben.DisposeAsync();

        await chloe.Hear<IReadOnlyList<PatientPresence>>("PatientsPresent", told => told.Any(one => one.ConsultId == waits && !one.Here));
        Assert.DoesNotContain(Told(david), one => one.ConsultId == soon || (one.ConsultId == waits && !one.Here));
        Assert.DoesNotContain(Told(chloe), one => one.ConsultId == later);
        await chloe.Ask<ConsultCard>("Cancel", new OfConsult(Guid.NewGuid(), soon));
        await chloe.Ask<ConsultCard>("Cancel", new OfConsult(Guid.NewGuid(), later));
    }

    [Fact]
    public async Task Of_somebody_who_was_never_there_nothing_is_known()
    {
        var stranger = Guid.NewGuid();

        await Eventually.True(
            async () => (await nodes.Home.Get<PresenceOfPeople>().Of(nodes.Home.Tenant, [stranger], CancellationToken.None)).Count == 1,
            "the grain has answered");

        var presence = await nodes.Home.Get<PresenceOfPeople>().Of(nodes.Home.Tenant, [stranger], CancellationToken.None);
        Assert.Equal(new PersonPresence(IsHere: false, LastSeen: null), presence[stranger]);
    }

    private async Task<Guid> Booked(LiveClient clinician, DemoPerson patient, TimeSpan ahead) => (await clinician.Ask<ConsultCard>(
        "Book", new Booking(Guid.NewGuid(), patient.Id, nodes.Home.Time.GetUtcNow() + ahead, "A result"))).Id;

    private static async Task Here(LiveClient clinician, Guid consult) => await clinician.Hear<IReadOnlyList<PatientPresence>>(
        "PatientsPresent", told => told.Any(one => one.ConsultId == consult && one.Here));

    private static IEnumerable<PatientPresence> Told(LiveClient clinician) =>
        clinician.Heard<IReadOnlyList<PatientPresence>>("PatientsPresent").SelectMany(told => told);

    private async Task Came(params DemoPerson[] people)
    {
        foreach (var person in people)
            await Eventually.True(() => _told.Any(news => news.Person == person.Id && news.Presence.IsHere), $"{person.Name} has come");
        // Each device, and not only the first.
        await Eventually.True(
            () => nodes.Home.Get<PeopleHere>().Untold + nodes.Other.Get<PeopleHere>().Untold == 0, "every device was told of");
        // What comes now is of this test.
        _told.Clear();
    }

    private async Task<PersonPresence> Went(DemoPerson person)
    {
        await Eventually.True(() => _told.Any(news => news.Person == person.Id && !news.Presence.IsHere), $"{person.Name} has gone");
        return _told.Last(news => news.Person == person.Id && !news.Presence.IsHere).Presence;
    }

    private async Task<PersonPresence> Known(DemoPerson person)
    {
        PersonPresence? known = null;
        await Eventually.True(async () => (known = await Of(person)) is not null, "it is known");
        return known!.Value;
    }

    private async Task<PersonPresence?> Of(DemoPerson person)
    {
        var known = await nodes.Home.Get<PresenceOfPeople>().Of(nodes.Home.Tenant, [person.Id], CancellationToken.None);
        return known.TryGetValue(person.Id, out var presence) ? presence : null;
    }
}

/// <summary>Two servers in one process on one database, with a short grace.</summary>
public sealed class PeopleNodes : IAsyncLifetime
{
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    internal static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(5);

    private ServerHost.SecondNode? _other;

    internal ServerHost Home { get; } = new()
    {
        Settings = new Dictionary<string, string?> { ["People:Grace"] = $"{Grace}", ["People:WriteEvery"] = $"{WriteEvery}" },
    };

    internal ServerHost.SecondNode Other => _other!;

    public async ValueTask InitializeAsync()
    {
        await Home.InitializeAsync();
        _other = await Home.AddNode();
        await Eventually.True(
            () => !Home.Get<IClusterBus>().IsAlone && !Other.Get<IClusterBus>().IsAlone, "the nodes know each other");
    }

    public async ValueTask DisposeAsync()
    {
        await _other!.DisposeAsync();
        await Home.DisposeAsync();
    }

    internal Task<LiveClient> AtHome(DemoPerson person) => At(Home.Address, person);

    internal Task<LiveClient> AtOther(DemoPerson person) => At(Other.Address, person);

    internal async Task<LiveClient> At(Uri node, DemoPerson person) =>
        await ServerHost.Connect(node, "consult", await Home.TokenOf(person));
}
