using System.Diagnostics;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>
/// No console shows another truth than the log, whatever dispatchers and crews did at the same time and however often lines broke.
/// </summary>
public sealed class BoardTruthTests(ServerHost host, ITestOutputHelper output) : LiveTest(host)
{
    private const int Rounds = 6;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    // What happens meanwhile may itself wait for the paused table.
    private static readonly TimeSpan PausedAtMost = TimeSpan.FromMilliseconds(100);
    private static readonly DemoPerson[] People = [DemoPeople.Erik, DemoPeople.Farah, DemoPeople.Gil];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task Every_field_of_every_console_is_what_a_fresh_board_says_once_it_is_quiet(int seed, bool alsoTheDatabaseBreaks)
    {
        output.WriteLine($"seed {seed}");
        await using var other = await Host.AddNode();
        var token = await Host.TokenOf(DemoPeople.Hana);
        await using ConsoleModel first = new(Host.Address, token), second = new(Host.Address, token), third = new(other.Address, token);
        ConsoleModel[] consoles = [first, second, third];
        foreach (var console in consoles)
            await console.Connect();
        var crews = await Task.WhenAll(People.Select(person => Host.Connect("unit", person)));

        // What a console shows wrongly lasts until its row changes again, so
        // it is looked at in the pauses of a history and not only after it.
        for (var round = 0; round < Rounds; round++)
        {
            var number = (seed * 1_000) + (round * 10);
            List<Task> people =
            [
                .. consoles.Select((console, index) => Dispatch(console, new Random(number + index))),
                .. crews.Select((crew, index) => Drive(crew, new Random(number + consoles.Length + index))),
            ];
            if (alsoTheDatabaseBreaks && round % 2 == 1)
                people.Add(BreakTheDatabase());
            var history = Task.WhenAll(people);
            await PauseReads(history);
            await history;
            foreach (var console in consoles.Where(console => !console.IsConnected))
                await Surely(console.Connect);
            await AssertAllShowTheBoard(consoles, crews, token);
        }

        foreach (var crew in crews)
            await crew.DisposeAsync();
    }

    /// <summary>Compares at a moment at which nothing has changed for two seconds, and nothing changes while it is compared.</summary>
    private async Task AssertAllShowTheBoard(ConsoleModel[] consoles, LiveClient[] crews, string token)
    {
        await using var witness = await ServerHost.Connect(Host.Address, "dispatch", token);
        while (true)
        {
            var board = await Still(witness, crews);
            var shown = consoles.Select(console => console.Shown()).ToList();
            if (!Same(board, ConsoleModel.Lines(await witness.Ask<Board>("WatchBoard"))))
                continue;
            output.WriteLine($"{board.Count} lines");
            foreach (var (index, lines) in shown.Index())
            {
                // Positions travel between nodes over the bus, which these two do not have.
                var wanted = consoles[index].IsOn(Host.Address) ? board : [.. board.Where(line => !IsFix(line))];
                var seen = consoles[index].IsOn(Host.Address) ? lines : [.. lines.Where(line => !IsFix(line))];
                Assert.True(
                    Same(wanted, seen),
                    $"Console {index} shows\n{string.Join('\n', seen.Except(wanted))}\nwhere the board has\n{string.Join('\n', wanted.Except(seen))}");
            }

            return;
        }
    }

    private static bool IsFix(string line) => line.StartsWith("fix ", StringComparison.Ordinal);

    /// <summary>Crews that answer nothing would keep the dispatcher asking.</summary>
    private async Task<IReadOnlyList<string>> Still(LiveClient witness, LiveClient[] crews)
    {
        IReadOnlyList<string> last = [];
        var since = Stopwatch.StartNew();
        await Eventually.True(
            async () =>
            {
                foreach (var crew in crews)
                    await Try(() => AcceptWhatIsOffered(crew));
                var board = ConsoleModel.Lines(await witness.Ask<Board>("WatchBoard"));
                if (!Same(board, last))
                {
                    since.Restart();
                    if (last.Count > 0)
                        output.WriteLine($"{Host.Time.GetUtcNow():HH:mm:ss.f} changed: {string.Join("; ", board.Except(last))}");
                }

                last = board;
                return since.Elapsed >= Quiet;
            },
            "the board is quiet");
        return last;
    }

    private static bool Same(IReadOnlyList<string> one, IReadOnlyList<string> other) => one.SequenceEqual(other, StringComparer.Ordinal);

    private static async Task Dispatch(ConsoleModel console, Random random)
    {
        for (var step = 0; step < 16; step++)
        {
            await Try(() => Order(console, random));
            if (random.Next(12) == 0)
                await Surely(console.Connect);
        }
    }

    private static Task Order(ConsoleModel console, Random random)
    {
        var open = console.Open();
        if (open.Count == 0 || (open.Count < 4 && random.Next(3) == 0))
            return console.Order("RaiseForCaller", Anything(random));
        var row = open[random.Next(open.Count)];
        var id = Guid.NewGuid();
        var assignment = row.Assignments.Count == 0 ? null : row.Assignments[random.Next(row.Assignments.Count)];
        var unit = assignment?.UnitId ?? open.SelectMany(other => other.Assignments).FirstOrDefault()?.UnitId ?? Guid.NewGuid();
        return random.Next(11) switch
        {
            0 => console.Order("AddNote", new NewNote(id, row.Id, $"Note {id}")),
            1 => console.Order("ChangePriority", new NewPriority(id, row.Id, 1 + random.Next(4), "Another call")),
            2 => console.Order("Cancel", new HelpCancellation(id, row.Id, "Called off")),
            3 => console.Order("AssignByHand", new HandAssignment(id, row.Id, unit)),
            4 when assignment is not null => console.Order("StandDown", new StandDownCommand(id, row.Id, assignment.Id, "Not needed")),
            5 => console.Order("Reserve", new ReservationCommand(id, row.Id, unit)),
            6 when assignment is not null => console.Order(
                "ReportForUnit", new RadioReport(id, row.Id, assignment.Id, NextOf(assignment.Status))),
            7 => console.Order("SearchAgain", new OfEmergency(id, row.Id)),
            8 => console.Order("StrikeAlarm", new AlarmStrike(id, row.Id, row.AlarmLevel + 1)),
            9 when assignment is not null => console.Order(
                "Divert", new DiversionCommand(id, row.Id, assignment.Id, open[^1].Id, "More urgent")),
            10 when console.Silent() is { Silence: { } silence } silent => console.Ask<UnitRow>(
                "AcknowledgeSilence", new SilenceAcknowledgement(id, silent.Id, silence.AlarmId)),
            _ when console.Pending() is [var alarm, ..] => console.Ask<AlarmRow>(
                "AcknowledgeAlarm", new AlarmAcknowledgement(id, alarm.Id)),
            _ => Task.CompletedTask,
        };
    }

    private async Task Drive(LiveClient device, Random random)
    {
        for (var step = 0; step < 30; step++)
            await Try(() => Crew(device, random));
    }

    private async Task AcceptWhatIsOffered(LiveClient device)
    {
        if ((await device.Ask<UnitDesk>("Watch")).Job is { Status: AssignmentStatus.Offered } offer)
            await device.Ask<JobView>(
                "Accept", new OfferAcceptance(Guid.NewGuid(), offer.EmergencyId, offer.AssignmentId, offer.Epoch, Host.Time.GetUtcNow()));
    }

    private async Task Crew(LiveClient device, Random random)
    {
        var desk = await device.Ask<UnitDesk>("Watch");
        if (desk.Unit is null or { Status: UnitStatus.OffShift })
        {
            await device.Ask<UnitRow>(
                "StartShift", new ShiftStart(Guid.NewGuid(), desk.Vehicles[random.Next(Math.Min(4, desk.Vehicles.Count))].Id));
            return;
        }

        var now = Host.Time.GetUtcNow();
        var place = Help.North(random.Next(3_000));
        switch (random.Next(10))
        {
            case 7:
                await Host.Run<UnitCommand, Unit, UnitEvent>(desk.Unit.Id, new UnitCommand.ReportSilent(
                    new AlarmId(Guid.NewGuid()), now, now.AddMinutes(-5), TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(random.Next(3))));
                break;
            case 8:
                await Host.Run<UnitCommand, Unit, UnitEvent>(desk.Unit.Id, new UnitCommand.EndSilence(SilenceEnd.HeardAgain));
                break;
            case 0:
                await device.Ask<UnitRow>(
                    "SetAvailability", new Availability(Guid.NewGuid(), desk.Unit.Status == UnitStatus.Unavailable, "Fuel"));
                break;
            case 1 when desk.Job is null && random.Next(4) == 0:
                await device.Ask<UnitRow>("EndShift", new ShiftEnd(Guid.NewGuid()));
                break;
            case 2 when desk.Job is { Status: AssignmentStatus.Offered } offer:
                await device.Ask<object>(
                    "Decline", new OfferRefusal(Guid.NewGuid(), offer.EmergencyId, offer.AssignmentId, offer.Epoch, "Vehicle fault", now));
                break;
            case 3 or 4 when desk.Job is { Status: not AssignmentStatus.Offered } job:
                await device.Ask<JobView>(
                    "Report", new StatusReport(Guid.NewGuid(), job.EmergencyId, job.AssignmentId, job.Epoch, NextOf(job.Status), now));
                break;
            case 5 or 6 when desk.Job is { Status: AssignmentStatus.Offered } offer:
                await device.Ask<JobView>(
                    "Accept", new OfferAcceptance(Guid.NewGuid(), offer.EmergencyId, offer.AssignmentId, offer.Epoch, now));
                break;
            default:
                await device.Ask<object>("Position", new PositionFix(place.Latitude, place.Longitude, 5, 0, null, now));
                break;
        }
    }

    /// <summary>Whoever reads a row stands still before its last statement again and again, while the others go on.</summary>
    private async Task PauseReads(Task history)
    {
        while (!history.IsCompleted)
        {
            await Try(async () =>
            {
                await using var pause = await TableLock.On(Host, "emergencies.reservation");
                await Task.WhenAny(history, pause.SomebodyWaits());
                var before = await EventCount();
                await Task.WhenAny(
                    history, Eventually.True(async () => await EventCount() > before, "something happens meanwhile"),
                    Task.Delay(PausedAtMost));
            });
        }
    }

    /// <summary>In the middle of it every connection to the database dies at once.</summary>
    private async Task BreakTheDatabase()
    {
        var before = await EventCount();
        await Eventually.True(async () => await EventCount() > before + 10, "some history");
        await Try(() =>
            Host.Rows(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
                row => row.GetBoolean(0)));
    }

    private async Task<long> EventCount()
    {
        var count = 0L;
        await Surely(
            async () => count = (await Host.Rows("select coalesce(max(position), 0) from event_store.event", row => row.GetInt64(0)))[0]);
        return count;
    }

    private static AssignmentStatus NextOf(AssignmentStatus present) => present switch
    {
        AssignmentStatus.Accepted => AssignmentStatus.EnRoute,
        AssignmentStatus.EnRoute => AssignmentStatus.OnScene,
        AssignmentStatus.OnScene => AssignmentStatus.Transporting,
        AssignmentStatus.Transporting => AssignmentStatus.AtHospital,
        _ => AssignmentStatus.Clear,
    };

    private static HelpRequest Anything(Random random)
    {
        var place = Help.North(random.Next(5_000));
        var help = Help.ChestPain() with { Location = new PlaceView(place.Latitude, place.Longitude, null, LocationSource.Caller, null) };
        return random.Next(3) == 0
            ? help with { Complaint = "unconscious", Answers = [new TriageAnswer("breathing", Answer.No)] }
            : help;
    }

    /// <summary>What is refused, and what a line that broke swallows, belongs to such a history.</summary>
    private static async Task Try(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception problem) when (problem is not Xunit.Sdk.XunitException)
        {
        }
    }

    private static async Task Surely(Func<Task> step)
    {
        var done = false;
        await Eventually.True(
            async () =>
            {
                await Try(async () =>
                {
                    await step();
                    done = true;
                });
                return done;
            },
            "it works again");
    }
}
