using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Paramedics.UnitCommand;
using static Telehealth.Domain.Rescue.Paramedics.UnitEvent;
using static Telehealth.Domain.Tests.Some;

namespace Telehealth.Domain.Tests.Paramedics;

public sealed class SilenceTests
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);
    private static readonly DateTimeOffset Since = Noon.AddMinutes(-3);
    private static readonly UnitEvent Started = new ShiftStarted(
        Unit(1), Id(40), "A11", [new PersonId(Id(41))], Skills.Basic, Noon.AddHours(-1));
    private static readonly UnitEvent Silent = new UnitWentSilent(Alarm(1), Since, Noon);
    private static readonly UnitEvent Acknowledged = new SilenceAcknowledged(Alarm(1), Noon);
    private static readonly UnitEvent Back = new SilenceEnded(SilenceEnd.HeardAgain, Noon);
    private static readonly ReportSilent Report = new(Alarm(1), Since, LastWordAt: Since, After: TimeSpan.FromMinutes(2), TenMinutes);

    [Fact]
    public void A_silent_crew_raises_one_alarm_however_often_it_is_reported()
    {
        var reported = Given(Started).When(Report, Noon);
        reported.Then(Silent);
        reported.Afterwards.When(Report with { Alarm = Alarm(2) }, Noon.AddMinutes(1)).ThenNothing();
    }

    [Fact]
    public void A_crew_raises_no_alarm_before_the_time_that_the_service_gives_it()
    {
        Given(Started).When(Report with { LastWordAt = Noon - Report.After }, Noon).ThenNothing();
        Given(Started).When(Report with { LastWordAt = Noon - Report.After - TimeSpan.FromTicks(1) }, Noon).Then(Silent);
    }

    [Fact]
    public void A_crew_that_pauses_or_went_home_raises_none()
    {
        Given(Started, new UnitPaused("Meal break", Noon)).When(Report, Noon).ThenNothing();
        Given(Started, new ShiftEnded(Noon)).When(Report, Noon).ThenRefused("unit.off_shift");
    }

    [Fact]
    public void An_alarm_is_acknowledged_once()
    {
        var seen = Given(Started, Silent).When(new AcknowledgeSilence(Alarm(1)), Noon);
        seen.Then(Acknowledged);
        seen.Afterwards.When(new AcknowledgeSilence(Alarm(1)), Noon.AddMinutes(1)).ThenNothing();
    }

    [Fact]
    public void An_alarm_that_nobody_saw_is_not_acknowledged_by_the_one_before_it()
    {
        Given(Started).When(new AcknowledgeSilence(Alarm(1)), Noon).ThenRefused("alarm.not_found");
        Given(Started, Silent, Back, new UnitWentSilent(Alarm(2), Since, Noon))
            .When(new AcknowledgeSilence(Alarm(1)), Noon)
            .ThenRefused("alarm.not_found");
    }

    [Fact]
    public void An_alarm_that_has_just_cleared_is_acknowledged_all_the_same() =>
        Given(Started, Silent, Back).When(new AcknowledgeSilence(Alarm(1)), Noon).Then(Acknowledged);

    [Fact]
    public void A_silence_ends_once()
    {
        var over = Given(Started, Silent).When(new EndSilence(SilenceEnd.HeardAgain), Noon);
        over.Then(Back);
        over.Afterwards.When(new EndSilence(SilenceEnd.HasJob), Noon).ThenNothing();
        Given(Started).When(new EndSilence(SilenceEnd.HeardAgain), Noon).ThenNothing();
        Given(Started, Silent, new UnitPaused("Not reached", Noon)).When(new EndSilence(SilenceEnd.HeardAgain), Noon).ThenNothing();
        Given(Started, Silent, new ShiftEnded(Noon)).When(new EndSilence(SilenceEnd.HeardAgain), Noon).ThenNothing();
    }

    [Fact]
    public void A_crew_that_was_back_for_a_moment_goes_on_with_its_alarm_and_with_who_acknowledged_it()
    {
        var soon = Noon + TenMinutes - TimeSpan.FromTicks(1);
        var again = Given(Started, Silent, Acknowledged, Back).When(Report with { Alarm = Alarm(2), Since = soon }, soon);
        again.Then(new UnitWentSilent(Alarm(1), soon, soon));
        again.Afterwards.When(new AcknowledgeSilence(Alarm(1)), soon).ThenNothing();
    }

    [Fact]
    public void A_crew_that_was_back_for_a_moment_is_still_to_be_acknowledged_when_nobody_has() =>
        Given(Started, Silent, Back)
            .When(Report with { Alarm = Alarm(2) }, Noon.AddMinutes(5))
            .Afterwards.When(new AcknowledgeSilence(Alarm(1)), Noon.AddMinutes(5))
            .Then(new SilenceAcknowledged(Alarm(1), Noon.AddMinutes(5)));

    [Fact]
    public void A_crew_that_was_back_for_long_enough_raises_a_new_alarm()
    {
        var later = Noon + TenMinutes;
        var again = Given(Started, Silent, Acknowledged, Back).When(Report with { Alarm = Alarm(2), Since = later }, later);
        again.Then(new UnitWentSilent(Alarm(2), later, later));
        again.Afterwards.When(new AcknowledgeSilence(Alarm(2)), later).Then(new SilenceAcknowledged(Alarm(2), later));
    }

    private static Past<UnitCommand, Domain.Rescue.Paramedics.Unit, UnitEvent> Given(params IReadOnlyList<UnitEvent> events) =>
        UnitRules.Decider.Given(events);
}
