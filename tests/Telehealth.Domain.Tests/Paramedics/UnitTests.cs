using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Paramedics.UnitCommand;
using static Telehealth.Domain.Rescue.Paramedics.UnitEvent;
using static Telehealth.Domain.Tests.Some;

namespace Telehealth.Domain.Tests.Paramedics;

public sealed class UnitTests(ITestOutputHelper output)
{
    private static readonly Guid Vehicle = Id(40);
    private static readonly PersonId[] Crew = [new(Id(41)), new(Id(42))];
    private static readonly StartShift Start = new(Unit(1), Vehicle, "Rescue 1", Crew, Skills.Basic | Skills.Advanced);
    private static readonly UnitEvent Started = new ShiftStarted(Unit(1), Vehicle, "Rescue 1", Crew, Skills.Basic | Skills.Advanced, Noon);
    private static readonly UnitEvent Paused = new UnitPaused("Refuelling", Noon);

    [Fact]
    public void A_crew_takes_a_vehicle()
    {
        var start = Given().When(Start, Noon);

        start.Then(Started);
        Assert.Equal(
            new Domain.Rescue.Paramedics.Unit.OnShift("Rescue 1", Skills.Basic | Skills.Advanced, Paused: false), start.Afterwards.State);
    }

    [Fact]
    public void A_shift_needs_a_crew() => Given().When(Start with { Crew = [] }, Noon).ThenRefused("unit.no_crew");

    [Fact]
    public void A_shift_is_started_once()
    {
        Given(Started).When(Start, Noon).ThenRefused("unit.exists");
        Given(Started, new ShiftEnded(Noon)).When(Start, Noon).ThenRefused("unit.exists");
    }

    [Fact]
    public void A_crew_pauses_for_a_reason_and_resumes()
    {
        var pause = Given(Started).When(new Pause(" Refuelling "), Noon);
        pause.Then(Paused);
        pause.Afterwards.When(new Pause("Lunch"), Noon).ThenNothing();
        var resume = pause.Afterwards.When(new Resume(), Noon);
        resume.Then(new UnitResumed(Noon));
        resume.Afterwards.When(new Resume(), Noon).ThenNothing();
    }

    [Fact]
    public void A_pause_without_a_sensible_reason_is_refused()
    {
        Given(Started).When(new Pause(" "), Noon).ThenRefused("unit.reason_invalid");
        Assert.Single(Given(Started).When(new Pause(Letters(UnitRules.MaxReason)), Noon).Events);
        Given(Started).When(new Pause(Letters(UnitRules.MaxReason + 1)), Noon).ThenRefused("unit.reason_invalid");
    }

    [Fact]
    public void An_idle_crew_is_asked_to_wait_at_a_post_and_one_that_rests_is_not()
    {
        var weir = GeoPoint.Of(48.41, 9.56);
        Given(Started).When(new SendToPost("Post Weir", weir), Noon).Then(new UnitPosted("Post Weir", weir, Noon));
        Given(Started).When(new SendToPost(" ", weir), Noon).ThenRefused("post.unknown");
        Given(Started, Paused).When(new SendToPost("Post Weir", weir), Noon).ThenRefused("unit.resting");
        Given(Started, new ShiftEnded(Noon)).When(new SendToPost("Post Weir", weir), Noon).ThenRefused("unit.off_shift");
    }

    [Fact]
    public void A_shift_ends_once_also_from_a_pause()
    {
        Given(Started, Paused).When(new EndShift(), Noon).Then(new ShiftEnded(Noon));
        Given(Started, new ShiftEnded(Noon)).When(new EndShift(), Noon).ThenNothing();
    }

    [Fact]
    public void A_unit_that_is_off_shift_neither_pauses_nor_resumes_nor_ends()
    {
        Assert.All(
            new UnitCommand[] { new Pause("Lunch"), new Resume(), new EndShift() },
            command => Given().When(command, Noon).ThenRefused("unit.off_shift"));
        Assert.All(
            new UnitCommand[] { new Pause("Lunch"), new Resume() },
            command => Given(Started, new ShiftEnded(Noon)).When(command, Noon).ThenRefused("unit.off_shift"));
    }

    [Theory]
    [InlineData(1)]
    public void Whatever_is_asked_a_unit_that_went_home_stays_there(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var silent = new ReportSilent(Alarm(1), Noon, Noon.AddMinutes(-5), TimeSpan.Zero, TimeSpan.Zero);
        UnitCommand[] commands =
        [
            Start, Start with { Crew = [] }, new Pause("Lunch"), new Pause(""), new Resume(), new EndShift(), silent,
            new AcknowledgeSilence(Alarm(1)), new EndSilence(SilenceEnd.HasJob),
        ];
        for (var life = 0; life < 2_000; life++)
        {
            var past = Given();
            for (var step = 0; step < 20; step++)
            {
                var answer = past.When(commands[random.Next(commands.Length)], Noon);
                Assert.True(
                    past.State is not Domain.Rescue.Paramedics.Unit.OffShift
                        || answer.Afterwards.State is Domain.Rescue.Paramedics.Unit.OffShift);
                past = answer.Afterwards;
            }
        }
    }

    [Fact]
    public void Any_stored_event_after_any_other_gives_a_state()
    {
        UnitEvent[] events =
        [
            Started,
            Paused,
            new UnitResumed(Noon),
            new UnitWentSilent(Alarm(1), Noon, Noon),
            new SilenceAcknowledged(Alarm(1), Noon),
            new SilenceEnded(SilenceEnd.HeardAgain, Noon),
            new ShiftEnded(Noon),
        ];
        foreach (var first in events)
        {
            foreach (var second in events)
            {
                foreach (var third in events)
                {
                    Assert.NotNull(UnitRules.Decider.Fold([first, second, third]));
                }
            }
        }
    }

    private static Past<UnitCommand, Domain.Rescue.Paramedics.Unit, UnitEvent> Given(params IReadOnlyList<UnitEvent> events) =>
        UnitRules.Decider.Given(events);
}
