using Telehealth.Dispatch.Hospitals;
using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Hospitals;

/// <summary>Where a patient is taken: the dispatcher chooses for any unit, a crew for its own.</summary>
internal sealed class HospitalCommands(
    EmergencyEntity emergencies, HospitalRanker ranker, HospitalBoard board, NoticeTable notices, UnitQueries units)
{
    private static readonly Rejection PlaceUnknown = Rejection.NotNow(
        "place.unknown", "Nobody knows where the unit or the patient is, so no hospital is nearest. Say where help is needed first.");

    /// <summary>From a unit that has the job; without one named, the crew's own, or for a dispatcher the first.</summary>
    public async Task<Reply<HospitalRankingView>> Ranking(Caller me, Guid emergency, Guid? unit, CancellationToken ct)
    {
        var (state, _) = await emergencies.Load(me.Tenant, emergency, ct);
        if (state is not Emergency.Open open)
            return EmergencyRejections.NotFound;
        if (!me.Is(Roles.Dispatcher))
        {
            var own = await units.UnitOfPerson(me.Tenant, new PersonId(me.PersonId), ct);
            if (own is null || (unit is { } asked && asked != own.Value.Value))
                return EmergencyRejections.NotFound;
            unit = own.Value.Value;
        }

        var job = open.Assignments.Find(assignment => assignment.IsJob && (unit is null || assignment.Unit.Value == unit));
        if (unit is not null && job is null)
            return EmergencyRejections.NotFound;
        if (await ranker.Rank(me.Tenant, open.Facts, job?.Unit, ct) is not { } at)
            return PlaceUnknown;
        return new HospitalRankingView(
            (at.Needs.Required | at.Needs.Wished).Words(), at.IsFromScene, [.. at.Ranking.Ranked.Select(ToCandidate)],
            [
                .. at.Ranking.LeftOut.Select(left => new HospitalLeftOut(
                    CodeOf(left.Hospital), left.Hospital.Name, left.Reason.Code(), left.Text,
                    left.Travel is { } drive ? ToEstimate(drive) : null)),
            ],
            at.Ranking.Shortfall is { } shortfall
                ? new HospitalShortfallView(shortfall.Text, [.. shortfall.Instead.Select(ToCandidate)])
                : null,
            await notices.Of(me.Tenant, emergency, ct));
    }

    public async Task<Reply<ChosenHospital>> Choose(Caller me, Guid emergency, HospitalCommand choice, CancellationToken ct)
    {
        if (board.List.Find(choice.HospitalCode) is not { } hospital)
            return HospitalBoard.Unknown;
        var (state, _) = await emergencies.Load(me.Tenant, emergency, ct);
        var assignment = new AssignmentId(choice.AssignmentId);
        // One that has ended too: whoever never heard the answer asks again, and gets the first one.
        var unit = (state as Emergency.Open)?.Find(assignment)?.Unit ?? EmergencyUnits.Ended(state, assignment);
        var isDispatcher = me.Is(Roles.Dispatcher);
        if (FactsOf(state) is not { } facts || unit is not { } chosen
            || (!isDispatcher && await units.LastUnitOfPerson(me.Tenant, new PersonId(me.PersonId), ct) != chosen))
            return EmergencyRejections.NotFound;
        // Without a place there is no way to reckon, and the choice stands all the same.
        var at = await ranker.Rank(me.Tenant, facts, chosen, ct);
        if (at?.Ranking.LeftOut.Any(left => left.Hospital.Id == hospital.Id && left.Reason == HospitalLeftOutReason.Closed) == true)
            return IsClosed(hospital.Name);
        var drive = at is null ? null : await ranker.TravelTo(hospital, at.From, facts, ct);
        var first = at?.Ranking.Ranked is [var best, ..] && best.Hospital.Id != hospital.Id ? best.Hospital : null;
        var choose = new EmergencyCommand.ChooseHospital(
            assignment, chosen, hospital.Code, hospital.Name, drive?.ToOffer(), first is null ? null : CodeOf(first));
        var context = me.As(isDispatcher ? ActorKind.Dispatcher : ActorKind.Paramedic, choice.CommandId);
        return (await emergencies.Execute(context, emergency, choose, ct)).Refusal is { } refusal
            ? refusal
            : new ChosenHospital(hospital.Code, hospital.Name, drive is null ? null : ToEstimate(drive), first?.Name);
    }

    private HospitalCandidate ToCandidate(RankedHospital ranked) => new(
        CodeOf(ranked.Hospital), ranked.Hospital.Name, ranked.Hospital.Place.Latitude, ranked.Hospital.Place.Longitude,
        board.List.Of(ranked.Hospital.Id).Telephone, ToEstimate(ranked.Travel), ranked.LacksWished.Words());

    private static Rejection IsClosed(string hospital) =>
        Rejection.NotNow("hospital.closed", $"{hospital} takes nobody now. Ring them and enter that it is open, or choose another.");

    private string CodeOf(Hospital hospital) => board.List.Of(hospital.Id).Code;

    private static EmergencyFacts? FactsOf(Emergency state) => state switch
    {
        Emergency.Open open => open.Facts,
        Emergency.Over over => over.Facts,
        _ => null,
    };

    private static TravelEstimate ToEstimate(Drive drive) =>
        new((int)drive.Time.TotalSeconds, (int)drive.Length.Metres, drive.Basis.Code());
}
